/** Options of a field that is always there. */
export const always = (description: string) => ({ description });

/** Options of a field, or an argument, that may be absent. */
export const maybe = (description: string) => ({ description, nullable: true });
