using NotebookKit.Host.Documents;
using NotebookKit.Host.Session;

namespace NotebookKit.Host.Conversion;

/// <summary>What came of a conversion.</summary>
/// <param name="Losses">A line for each thing that the target cannot hold.</param>
/// <param name="Errors">What the compiler says of a written program; empty when it compiles, and for other forms.</param>
public sealed record ConversionResult(IReadOnlyList<string> Losses, IReadOnlyList<string> Errors);

/// <summary>Turns a notebook from one form into another: .ipynb, .dib and programs of one .cs file.</summary>
public static class NotebookConversion
{
    /// <summary>The endings of the files that can be read and written.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".ipynb", ".dib", ".cs"];

    /// <summary>Reads a notebook in any of the forms.</summary>
    /// <exception cref="ArgumentException">The ending is none of <see cref="Endings"/>.</exception>
    /// <exception cref="InvalidDataException">The file is no notebook.</exception>
    public static NotebookDocument Read(string path) => EndingOf(path) switch
    {
        ".ipynb" => NotebookDocument.Load(path),
        ".dib" => DibFile.Read(File.ReadAllText(path), path),
        _ => CSharpFileReader.Read(File.ReadAllText(path)),
    };

    /// <summary>Reads <paramref name="source"/> and writes <paramref name="target"/>; the endings say which forms.</summary>
    /// <param name="source">The file to read.</param>
    /// <param name="target">The file to write; one that exists is replaced.</param>
    /// <param name="nuget">Where packages come from that a program is compiled with; null for the installed SDK.</param>
    /// <param name="cancellation">Ends the search for packages.</param>
    /// <exception cref="ArgumentException">An ending is none of <see cref="Endings"/>, or both paths are one file.</exception>
    /// <exception cref="InvalidDataException">The source is no notebook.</exception>
    public static async Task<ConversionResult> ConvertAsync(string source, string target, INuGetResolver? nuget = null, CancellationToken cancellation = default)
    {
        var ending = EndingOf(target);
        if (Path.GetFullPath(source) == Path.GetFullPath(target))
        {
            throw new ArgumentException($"{target}: source and target are the same file.");
        }

        var document = Read(source);
        switch (ending)
        {
            case ".ipynb":
                document.Save(target);
                return new ConversionResult([], []);
            case ".dib":
                var (text, losses) = DibFile.Write(document);
                AtomicFile.WriteText(target, text);
                return new ConversionResult(losses, []);
            default:
                var program = await CSharpFileWriter.WriteAsync(document, Path.GetDirectoryName(Path.GetFullPath(source))!, nuget, cancellation).ConfigureAwait(false);
                AtomicFile.WriteText(target, program.Text);
                return new ConversionResult(program.Losses, program.Errors);
        }
    }

    private static string EndingOf(string path)
    {
        var ending = Path.GetExtension(path).ToLowerInvariant();
        return Endings.Contains(ending)
            ? ending
            : throw new ArgumentException($"{path}: convert reads and writes {string.Join(", ", Endings)}; nbkit export writes .html and .md.");
    }
}
