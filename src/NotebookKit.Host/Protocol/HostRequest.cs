using System.Text.Json.Serialization;

namespace NotebookKit.Host.Protocol;

/// <summary>What the host asks of the child; a line of JSON.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ExecuteRequest), "execute")]
[JsonDerivedType(typeof(StopRequest), "stop")]
public abstract record HostRequest;

/// <summary>Asks the child to run the source of one cell.</summary>
public sealed record ExecuteRequest(int Cell, string Source) : HostRequest;

/// <summary>Asks the child to end the cells it has and keep its variables; a child without cells ignores it.</summary>
public sealed record StopRequest : HostRequest;
