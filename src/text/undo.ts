// Takes back what was begun, such as listening (pure). Calling it again changes nothing.

export type Undo = () => void;
