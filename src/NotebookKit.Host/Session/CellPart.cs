namespace NotebookKit.Host.Session;

/// <summary>A stretch of a cell that is acted on by itself, in order.</summary>
/// <param name="Start">Where it begins in the source.</param>
internal abstract record CellPart(int Start);

/// <summary>C# code, with the lines before it empty, so that its own lines keep their numbers.</summary>
/// <param name="Start">Where it begins in the source.</param>
/// <param name="Text">The code; directive lines are blank.</param>
/// <param name="Directives">The <c>#r</c>, <c>#i</c> and <c>#load</c> lines in it.</param>
internal sealed record CodePart(int Start, string Text, IReadOnlyList<string> Directives) : CellPart(Start);

/// <summary>A line <c>#!name arguments</c>.</summary>
/// <param name="Start">Where it begins in the source.</param>
/// <param name="Name">What stands behind <c>#!</c>.</param>
/// <param name="Arguments">The rest of the line, trimmed.</param>
/// <param name="Below">Where the next line begins.</param>
internal sealed record MagicPart(int Start, string Name, string Arguments, int Below) : CellPart(Start);

/// <summary>Text in another language, up to the next language's line.</summary>
/// <param name="Start">Where it begins in the source.</param>
/// <param name="Language">The name behind <c>#!</c>.</param>
/// <param name="Text">The text, trimmed.</param>
internal sealed record TextPart(int Start, string Language, string Text) : CellPart(Start);
