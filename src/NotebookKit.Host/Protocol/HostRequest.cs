using System.Text.Json.Serialization;

namespace NotebookKit.Host.Protocol;

/// <summary>What the host asks of the child; a line of JSON.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ExecuteRequest), "execute")]
[JsonDerivedType(typeof(StopRequest), "stop")]
[JsonDerivedType(typeof(InputAnswer), "input")]
[JsonDerivedType(typeof(CompleteRequest), "complete")]
[JsonDerivedType(typeof(InspectRequest), "inspect")]
[JsonDerivedType(typeof(IsCompleteRequest), "is_complete")]
public abstract record HostRequest;

/// <summary>Asks the child to run the source of one cell.</summary>
/// <param name="Cell">The number the reader knows it by.</param>
/// <param name="Source">Its text.</param>
/// <param name="Input">What reading from the console does in it.</param>
public sealed record ExecuteRequest(int Cell, string Source, InputMode Input = InputMode.Empty) : HostRequest;

/// <summary>What a cell gets that reads from the console.</summary>
public enum InputMode
{
    /// <summary>The end of the input: nobody is there.</summary>
    Empty,

    /// <summary>What the user answers.</summary>
    Ask,

    /// <summary>An error: somebody is there but cannot be asked.</summary>
    Refuse,
}

/// <summary>Asks the child to end the cells it has and keep its variables; a child without cells ignores it.</summary>
public sealed record StopRequest : HostRequest;

/// <summary>What the user has answered to an <see cref="InputEvent"/>.</summary>
/// <param name="Id">That of the question.</param>
/// <param name="Text">The line; null for the end of the input.</param>
/// <param name="Error">Why there is no answer; null when there is one.</param>
public sealed record InputAnswer(long Id, string? Text, string? Error) : HostRequest;

/// <summary>Asks about code that is being written; the child answers with an <see cref="AssistEvent"/> of the same id, also while a cell runs.</summary>
public abstract record AssistRequest(long Id, string Code) : HostRequest;

/// <summary>What could stand at <paramref name="Cursor"/> (in UTF-16 units).</summary>
public sealed record CompleteRequest(long Id, string Code, int Cursor) : AssistRequest(Id, Code);

/// <summary>What the name at <paramref name="Cursor"/> (in UTF-16 units) means; <paramref name="Detail"/> 1 wants all there is.</summary>
public sealed record InspectRequest(long Id, string Code, int Cursor, int Detail) : AssistRequest(Id, Code);

/// <summary>Whether the code can run as it is.</summary>
public sealed record IsCompleteRequest(long Id, string Code) : AssistRequest(Id, Code);
