using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using NotebookKit.Host.Display;
using NotebookKit.Host.Running;
using NotebookKit.Interactive;

namespace NotebookKit.Host.Session;

/// <summary>Runs lines <c>#!name arguments</c>: the session's own commands, and those of the kit.</summary>
internal sealed class Magics(SourceRunner runner)
{
    /// <summary>The session's own commands, with what each does.</summary>
    private static readonly (string Name, string Usage)[] Own =
    [
        ("csharp", "#!csharp: what follows is C#"),
        ("markdown", "#!markdown: what follows is shown as formatted text"),
        ("html", "#!html: what follows is shown as HTML"),
        ("javascript", "#!javascript: what follows is run by the page that shows the notebook"),
        ("time", "#!time: measures the code below"),
        ("who", "#!who: lists the variables"),
        ("whos", "#!whos: lists the variables with their types and values"),
        ("lsmagic", "#!lsmagic: lists these commands"),
        ("import", "#!import FILE: runs the code of a .ipynb, .dib, .csx or .cs file"),
        ("set", "#!set --name NAME --value VALUE: makes a variable; a value in quotes is text"),
    ];

    /// <summary>The directives, which are no magic commands but are looked for among them.</summary>
    private static readonly string[] Directives =
    [
        "#r \"nuget: NAME, VERSION\": adds a package",
        "#r \"FILE.dll\": adds an assembly",
        "#i \"nuget: FOLDER-OR-URL\": also looks for packages there",
        "#load \"FILE\": runs the code of a .csx or .cs file",
    ];

    /// <summary>The names of all commands, with what each does.</summary>
    public static IEnumerable<(string Name, string Usage)> All => Own.Concat(MagicCommands.All.Select(command => (command.Name, command.Summary)));

    /// <summary>How a command is used, or null for one that is not known.</summary>
    public static string? UsageOf(string name) =>
        Own.FirstOrDefault(command => Is(name, command.Name)).Usage ?? MagicCommands.Find(name)?.Usage;

    public static bool TakesCell(string name) => Is(name, "time") || MagicCommands.Find(name) is { TakesCell: true };

    /// <summary>Runs one line; a command that takes the cell gets <paramref name="below"/> and nothing of it runs otherwise.</summary>
    public async Task<CellOutcome> RunAsync(MagicPart line, CellSource source, IReadOnlyList<CellPart> below, CancellationToken cancellation)
    {
        if (Own.FirstOrDefault(command => Is(line.Name, command.Name)) is { Usage: { } usage } && line.Arguments is "-h" or "--help")
        {
            Notebook.Display(usage);
            return CellOutcome.Done;
        }

        switch (line.Name.ToLowerInvariant())
        {
            case "time":
                return await TimeAsync(source, below, cancellation).ConfigureAwait(false);
            case "who":
                Notebook.Display(string.Join('\n', runner.Variables.Keys.Order(StringComparer.Ordinal).DefaultIfEmpty("there are no variables yet")));
                return CellOutcome.Done;
            case "whos":
                Notebook.Display(VariableTable.Of(runner.Variables));
                return CellOutcome.Done;
            case "lsmagic":
                Notebook.Display(string.Join('\n', Directives.Concat(Own.Select(command => command.Usage)).Concat(MagicCommands.All.Select(command => $"#!{command.Name}: {command.Summary}"))));
                return CellOutcome.Done;
            case "import":
                return await ImportAsync(line, source, cancellation).ConfigureAwait(false);
            case "set":
                return await SetAsync(line, source, cancellation).ConfigureAwait(false);
            default:
                return MagicCommands.Find(line.Name) is { } command
                    ? await RunKitAsync(command, line, source, below, cancellation).ConfigureAwait(false)
                    : throw Unknown(line.Name);
        }
    }

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static CellRefusedException Unknown(string name)
    {
        var near = NearNames.Of(name, Own.Select(command => command.Name).Concat(MagicCommands.All.Select(command => command.Name)));
        return new CellRefusedException(
            $"#!{name}: this host does not know this magic command; {(near.Count > 0 ? $"did you mean {string.Join(" or ", near.Select(one => "#!" + one))}?" : "#!lsmagic lists those it knows.")}");
    }

    private static CellOutcome Failed(string message) => CellOutcome.Failed(new CellFailure("MagicError", message, message.Split('\n')));

    private async Task<CellOutcome> TimeAsync(CellSource source, IReadOnlyList<CellPart> below, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var outcome = await runner.RunPartsAsync(source, below, cancellation).ConfigureAwait(false);
        Notebook.Display(string.Create(CultureInfo.InvariantCulture, $"Time: {watch.Elapsed.TotalMilliseconds:N1} ms, compiling included"));
        return outcome;
    }

    private Task<CellOutcome> ImportAsync(MagicPart line, CellSource source, CancellationToken cancellation)
    {
        var file = line.Arguments.Trim('"');
        return file.Length == 0
            ? throw new CellRefusedException("#!import: the file's name is missing: #!import helpers.ipynb")
            : runner.RunFileAsync("#!import", file, source, cancellation);
    }

    private Task<CellOutcome> SetAsync(MagicPart line, CellSource source, CancellationToken cancellation)
    {
        const string usage = "write #!set --name NAME --value VALUE";
        var words = Words(line.Arguments);
        string Option(string name)
        {
            var at = words.FindIndex(word => word == name);
            return at >= 0 && at + 1 < words.Count ? words[at + 1] : throw new CellRefusedException($"#!set: {name} is missing; {usage}.");
        }

        var variable = Option("--name");
        if (!SyntaxFacts.IsValidIdentifier(variable) || SyntaxFacts.GetKeywordKind(variable) != SyntaxKind.None)
        {
            throw new CellRefusedException($"#!set: `{variable}` cannot name a variable.");
        }

        var value = Option("--value");
        var isQuoted = value.StartsWith('"');
        var literal = ParameterValue.Literal(isQuoted ? value.Trim('"') : value, isQuoted ? "string" : null);
        return runner.RunPartsAsync(source, [new CodePart(line.Start, $"var {variable} = {literal};", [])], cancellation);
    }

    /// <summary>The words of a line; one in quotes keeps its quotes and blanks.</summary>
    private static List<string> Words(string line)
    {
        var words = new List<string>();
        for (var at = 0; at < line.Length;)
        {
            var end = line[at] == '"' ? line.IndexOf('"', at + 1) + 1 : line.IndexOfAny([' ', '\t'], at);
            end = end <= 0 ? line.Length : end;
            if (!string.IsNullOrWhiteSpace(line[at..end]))
            {
                words.Add(line[at..end]);
            }

            at = line[at] == '"' || end == line.Length ? end : end + 1;
        }

        return words;
    }

    private async Task<CellOutcome> RunKitAsync(IMagicCommand command, MagicPart line, CellSource source, IReadOnlyList<CellPart> below, CancellationToken cancellation)
    {
        var code = command.TakesCell ? source.Text[line.Below..] : "";
        var host = new MagicHost(runner, source, code, below);
        try
        {
            using var library = Cancellation.By(cancellation);
            await MagicCommands.RunAsync(command, new MagicCall(line.Arguments, code, host), cancellation).ConfigureAwait(false);
            return CellOutcome.Done;
        }
        catch (MagicException exception)
        {
            return host.Failure is { } failure ? CellOutcome.Failed(failure) : Failed($"#!{command.Name}: {exception.Message}");
        }
        catch (CellFailedException failed)
        {
            return CellOutcome.Failed(failed.Failure);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return CellOutcome.Failed(new CellFailure(nameof(OperationCanceledException), $"#!{command.Name} was stopped.", [$"{nameof(OperationCanceledException)}: #!{command.Name} was stopped."]));
        }
    }
}
