export interface ShellFace<S> { readonly placeholder?: (state: S) => void }
