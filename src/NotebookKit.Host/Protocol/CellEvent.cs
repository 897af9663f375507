using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace NotebookKit.Host.Protocol;

/// <summary>One thing that happened while a cell ran; a line of JSON between the child process and the host.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ReadyEvent), "ready")]
[JsonDerivedType(typeof(StreamEvent), "stream")]
[JsonDerivedType(typeof(DisplayEvent), "display")]
[JsonDerivedType(typeof(UpdateEvent), "update")]
[JsonDerivedType(typeof(ClearEvent), "clear_output")]
[JsonDerivedType(typeof(ResultEvent), "result")]
[JsonDerivedType(typeof(ErrorEvent), "error")]
[JsonDerivedType(typeof(DoneEvent), "done")]
[JsonDerivedType(typeof(InputEvent), "input")]
[JsonDerivedType(typeof(CompletionEvent), "completion")]
[JsonDerivedType(typeof(InspectionEvent), "inspection")]
[JsonDerivedType(typeof(CompletenessEvent), "completeness")]
public abstract record CellEvent;

/// <summary>The child is up and waits for cells.</summary>
public sealed record ReadyEvent : CellEvent;

/// <summary>Text written to the console; <paramref name="Name"/> is <c>stdout</c> or <c>stderr</c>.</summary>
public sealed record StreamEvent(string Name, string Text) : CellEvent;

/// <summary>A value shown by <c>display</c>: its forms by mime type, under an id that updates refer to.</summary>
public sealed record DisplayEvent(string Id, JsonObject Data) : CellEvent;

/// <summary>New forms of a value shown before.</summary>
public sealed record UpdateEvent(string Id, JsonObject Data) : CellEvent;

/// <summary>Empties the cell's output, at once or (<paramref name="Wait"/>) when the next output comes.</summary>
public sealed record ClearEvent(bool Wait) : CellEvent;

/// <summary>The value of the cell's last expression.</summary>
public sealed record ResultEvent(JsonObject Data) : CellEvent;

/// <summary>The cell failed: the exception's type name, its message, and lines for the reader.</summary>
public sealed record ErrorEvent(string Name, string Message, IReadOnlyList<string> Traceback) : CellEvent;

/// <summary>The cell is over; nothing of it follows.</summary>
public sealed record DoneEvent : CellEvent;

/// <summary>The cell reads a line from the console and waits for an <see cref="InputAnswer"/> with this id.</summary>
public sealed record InputEvent(long Id) : CellEvent;

/// <summary>The answer to an <see cref="AssistRequest"/>; belongs to no cell.</summary>
public abstract record AssistEvent(long Id) : CellEvent;

/// <summary>What could replace the text from <paramref name="Start"/> to <paramref name="End"/> (in UTF-16 units).</summary>
public sealed record CompletionEvent(long Id, int Start, int End, IReadOnlyList<CompletionItem> Items) : AssistEvent(Id);

/// <summary>One way to go on.</summary>
/// <param name="Text">What to insert.</param>
/// <param name="Kind">What it is: method, property, class, keyword, magic and so on.</param>
/// <param name="Signature">Parameters and type in short; may be empty.</param>
public sealed record CompletionItem(string Text, string Kind, string Signature);

/// <summary>What a name means, by mime type; null where nothing is known.</summary>
public sealed record InspectionEvent(long Id, JsonObject? Data) : AssistEvent(Id);

/// <summary>Whether code can run: <c>complete</c>, <c>incomplete</c> (then with the next line's indent) or <c>invalid</c>.</summary>
public sealed record CompletenessEvent(long Id, string Status, string Indent) : AssistEvent(Id);
