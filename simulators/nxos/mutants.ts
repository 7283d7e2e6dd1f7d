export const mutants = {};
