namespace NotebookKit.Checks;

/// <summary>Something that a check asks for does not hold; the message is for the student.</summary>
internal sealed class CheckFailedException(string message) : Exception(message);

/// <summary>The exercise is untouched; the message says what is missing.</summary>
internal sealed class NotDoneException(string message) : Exception(message);
