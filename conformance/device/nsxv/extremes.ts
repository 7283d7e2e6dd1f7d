/** The oldest and the newest release: every check of the suite speaks of one of them at least. */
export const extremes = ['6.4.6', '6.2.1'] as const;
