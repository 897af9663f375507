using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NotebookKit.Host.Session.Assist;

/// <summary>What code that is being written can refer to; nothing in it ever changes.</summary>
/// <param name="Previous">The last cell that compiled; through it all earlier ones.</param>
/// <param name="Given">How many of the references that cell already has.</param>
/// <param name="Known">The session's references.</param>
internal sealed record DraftSurroundings(CSharpCompilation? Previous, int Given, IReadOnlyList<MetadataReference> Known);
