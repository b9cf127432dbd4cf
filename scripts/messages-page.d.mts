/** Markdown. sourceDirectory: file URL of src/, ending with a slash. */
export function messagesPage(sourceDirectory: URL): string;
