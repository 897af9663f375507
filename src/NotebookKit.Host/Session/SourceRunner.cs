using Microsoft.AspNetCore.Html;
using NotebookKit.Host.Display;

namespace NotebookKit.Host.Session;

/// <summary>Runs the parts of a cell in order: code, magic lines, and texts in other languages.</summary>
internal sealed class SourceRunner
{
    private readonly SubmissionChain chain;
    private readonly SourceTexts sources;
    private readonly Directives directives;
    private readonly Magics magics;

    public SourceRunner(SubmissionChain chain, SourceTexts sources, SessionReferences references, INuGetResolver nuget, string folder)
    {
        this.chain = chain;
        this.sources = sources;
        Folder = folder;
        directives = new Directives(this, references, nuget);
        magics = new Magics(this);
    }

    /// <summary>The notebook's folder.</summary>
    public string Folder { get; }

    public IReadOnlyDictionary<string, object?> Variables => chain.Variables;

    public Task<CellOutcome> RunAsync(CellSource source, CancellationToken cancellation)
    {
        sources.Add(source.Path, source.Text);
        return RunPartsAsync(source, CellSplitter.Split(source.Text), cancellation);
    }

    /// <summary>Runs parts up to the first failure; the value of the last is the value of all, earlier ones are shown.</summary>
    public async Task<CellOutcome> RunPartsAsync(CellSource source, IReadOnlyList<CellPart> parts, CancellationToken cancellation)
    {
        var outcome = CellOutcome.Done;
        for (var i = 0; i < parts.Count; i++)
        {
            if (outcome.HasResult && outcome.Result is not IShownValue)
            {
                Notebook.Display(outcome.Result);
            }

            var rest = parts.Skip(i + 1).ToArray();
            switch (parts[i])
            {
                case CodePart code:
                    outcome = await directives.RunAsync(code.Directives, source, cancellation).ConfigureAwait(false);
                    outcome = outcome.Failure is null && !string.IsNullOrWhiteSpace(code.Text)
                        ? await chain.RunAsync(code.Text, source.Path, cancellation).ConfigureAwait(false)
                        : outcome;
                    break;
                case MagicPart magic when Magics.TakesCell(magic.Name) && magic.Arguments is not ("-h" or "--help"):
                    return await magics.RunAsync(magic, source, rest, cancellation).ConfigureAwait(false);
                case MagicPart magic:
                    outcome = await magics.RunAsync(magic, source, [], cancellation).ConfigureAwait(false);
                    break;
                case TextPart text when !source.IsCodeOnly:
                    Show(text);
                    outcome = CellOutcome.Done;
                    break;
            }

            if (outcome.Failure is not null)
            {
                return outcome;
            }
        }

        return outcome;
    }

    /// <summary>Runs a file that a cell or another file names.</summary>
    public async Task<CellOutcome> RunFileAsync(string command, string what, CellSource from, CancellationToken cancellation)
    {
        foreach (var source in ImportedFiles.Read(command, what, from.Folder ?? Folder, from))
        {
            sources.Add(source.Path, source.Text);
            var outcome = ImportedFiles.IsLibrary(source)
                ? chain.AddLibrary(source)
                : await RunAsync(source, cancellation).ConfigureAwait(false);
            if (outcome.Failure is not null)
            {
                return outcome;
            }
        }

        return CellOutcome.Done;
    }

    private static void Show(TextPart text)
    {
        var mime = text.Language switch
        {
            "markdown" or "md" => "text/markdown",
            "javascript" or "js" => "application/javascript",
            _ => "text/html",
        };
        if (text.Language == "meta")
        {
            return;
        }

        if (mime != "text/html" && Notebook.Screen is DisplayChannel channel)
        {
            channel.Show(text.Text, [mime]);
        }
        else
        {
            Notebook.Display(mime == "text/html" ? new HtmlString(text.Text) : text.Text);
        }
    }
}
