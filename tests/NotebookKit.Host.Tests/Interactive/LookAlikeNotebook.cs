using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NotebookKit.Interactive;

namespace NotebookKit.Host.Tests.Interactive;

/// <summary>A notebook session of a kernel that looks like .NET Interactive, of one of its two API generations.</summary>
/// <remarks>Each generation is compiled into an assembly of its own, for the names are the same in both.</remarks>
internal sealed class LookAlikeNotebook : IDisposable
{
    private static readonly ConcurrentDictionary<string, (Assembly Assembly, MetadataReference Reference)> Generations = new();

    private readonly INotebookScreen? screenBefore = Notebook.Screen;
    private readonly dynamic csharp;
    private readonly dynamic root;
    private readonly Type submit;
    private readonly List<string> output;

    /// <param name="generation">Before or Since; with " nodisplay" its display API is missing.</param>
    /// <param name="evaluate">What the C# kernel does with code; null means no value.</param>
    public LookAlikeNotebook(string generation, Func<string, object?>? evaluate = null)
    {
        (Assembly assembly, Reference) = Generations.GetOrAdd(generation, Compile);
        root = Activator.CreateInstance(assembly.GetType("Microsoft.DotNet.Interactive.CompositeKernel")!)!;
        csharp = Activator.CreateInstance(assembly.GetType("Microsoft.DotNet.Interactive.CSharpKernel")!, evaluate ?? (_ => null))!;
        root.Add(csharp);
        submit = assembly.GetType("Microsoft.DotNet.Interactive.Commands.SubmitCode")!;
        output = (List<string>)assembly.GetType("Microsoft.DotNet.Interactive.LookAlike")!.GetProperty("Output")!.GetValue(null)!;
        output.Clear();
    }

    public object Root => root;

    public MetadataReference Reference { get; }

    public KernelBinding Load(params IMagicCommand[] commands) => KernelExtension.Load(Root, commands);

    public void Set(string name, object? value) => csharp.SetValue(name, value);

    public string[] Directives => [.. ((IEnumerable<dynamic>)root.KernelInfo.SupportedDirectives).Select(directive => (string)directive.Name)];

    /// <summary>What a cell did, a line each: <c>ran: code</c>, <c>displayed: value</c>, <c>updated: value</c>, <c>failed: message</c>.</summary>
    public async Task<string[]> RunAsync(string cell)
    {
        output.Clear();
        dynamic command = Activator.CreateInstance(submit, cell, null)!;
        await (Task)root.SendAsync(command, CancellationToken.None);
        return [.. output];
    }

    public void Dispose() => Notebook.Screen = screenBefore;

    private static (Assembly, MetadataReference) Compile(string generation)
    {
        CSharpParseOptions options = CSharpParseOptions.Default.WithPreprocessorSymbols(generation.ToUpperInvariant().Split(' '));
        CSharpCompilation compilation = CSharpCompilation.Create(
            "LookAlike" + generation.Replace(" ", string.Empty, StringComparison.Ordinal),
            [Parse("LookAlikeKernel.cs", options), Parse("LookAlikeMessages.cs", options)],
            Platform(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using MemoryStream image = new();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        return (Assembly.Load(image.ToArray()), MetadataReference.CreateFromImage(image.ToArray()));
    }

    private static SyntaxTree Parse(string resource, CSharpParseOptions options)
    {
        using StreamReader reader = new(typeof(LookAlikeNotebook).Assembly.GetManifestResourceStream(resource)!);
        return CSharpSyntaxTree.ParseText(reader.ReadToEnd(), options);
    }

    internal static IEnumerable<MetadataReference> Platform() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileName(file).StartsWith("System.", StringComparison.Ordinal) && !Path.GetFileName(file).StartsWith("System.CommandLine", StringComparison.Ordinal))
            .Select(file => MetadataReference.CreateFromFile(file));
}
