using System.Text.RegularExpressions;

namespace NotebookKit.Host.Session;

/// <summary>Acts on <c>#r</c>, <c>#i</c> and <c>#load</c>.</summary>
internal sealed partial class Directives(SourceRunner runner, SessionReferences references, INuGetResolver nuget)
{
    private const string NuGet = "nuget:";
    private readonly List<string> feeds = [];

    public async Task<CellOutcome> RunAsync(IReadOnlyList<string> lines, CellSource source, CancellationToken cancellation)
    {
        var parsed = lines.Select(Parse).ToArray();
        var folder = source.Folder ?? runner.Folder;
        foreach (var (_, what) in parsed.Where(line => line.Kind == "i"))
        {
            AddFeed(what, folder);
        }

        // All packages of a cell in one restore: one wait, and their versions fit together.
        var packages = parsed.Where(line => line.Kind == "r" && IsPackage(line.What)).Select(line => PackageOf(line.What)).ToArray();
        if (packages.Length > 0)
        {
            references.Add(await nuget.ResolveAsync(packages, feeds, cancellation).ConfigureAwait(false));
            foreach (var package in packages)
            {
                references.AddHost(package.Name);
            }
        }

        foreach (var (_, what) in parsed.Where(line => line.Kind == "r" && !IsPackage(line.What)))
        {
            AddFile(what, folder);
        }

        foreach (var (_, what) in parsed.Where(line => line.Kind == "load"))
        {
            var outcome = await runner.RunFileAsync("#load", what, source, cancellation).ConfigureAwait(false);
            if (outcome.Failure is not null)
            {
                return outcome;
            }
        }

        return CellOutcome.Done;
    }

    /// <summary>What a line asks for without acting on it: a package, a feed, or neither.</summary>
    /// <exception cref="CellRefusedException">The line is not written as it should be.</exception>
    public static (string Kind, PackageRequest? Package, string? Feed) Read(string line)
    {
        var (kind, what) = Parse(line);
        return (kind, kind == "r" && IsPackage(what) ? PackageOf(what) : null, kind == "i" && IsPackage(what) ? what[NuGet.Length..].Trim() : null);
    }

    private static (string Kind, string What) Parse(string line)
    {
        var match = Pattern().Match(line);
        return match.Success
            ? (match.Groups["kind"].Value, match.Groups["what"].Value.Trim())
            : throw new CellRefusedException($"{line}: write #r \"nuget: NAME, VERSION\", #r \"file.dll\", #i \"nuget: FOLDER-OR-URL\" or #load \"file.csx\".");
    }

    private static bool IsPackage(string what) => what.StartsWith(NuGet, StringComparison.OrdinalIgnoreCase);

    private static PackageRequest PackageOf(string what)
    {
        var parts = what[NuGet.Length..].Split(',', 2, StringSplitOptions.TrimEntries);
        return PackageName().IsMatch(parts[0])
            ? new PackageRequest(parts[0], parts.Length > 1 && parts[1].Length > 0 ? parts[1] : null)
            : throw new CellRefusedException(parts[0].Length == 0
                ? $"#r \"{what}\": the package's name is missing."
                : $"#r \"{what}\": `{parts[0]}` is no package's name; write #r \"nuget: NAME, VERSION\".");
    }

    private void AddFeed(string what, string folder)
    {
        var feed = IsPackage(what) ? what[NuGet.Length..].Trim() : throw new CellRefusedException($"#i \"{what}\": write #i \"nuget: FOLDER-OR-URL\".");
        if (!Uri.TryCreate(feed, UriKind.Absolute, out var address) || address.IsFile)
        {
            feed = Path.GetFullPath(address is { IsFile: true } ? address.LocalPath : feed, folder);
            if (!Directory.Exists(feed))
            {
                throw new CellRefusedException($"#i \"{what}\": there is no folder {feed}.");
            }
        }

        if (!feeds.Contains(feed))
        {
            feeds.Add(feed);
        }
    }

    private void AddFile(string what, string folder)
    {
        var path = Path.GetFullPath(what, folder);
        if (File.Exists(path))
        {
            references.AddFile(path);
            return;
        }

        var name = SessionReferences.IsPartOfTheHost(what) ? what : Path.GetFileNameWithoutExtension(what);
        if (!SessionReferences.IsPartOfTheHost(name))
        {
            throw new CellRefusedException($"#r \"{what}\": there is no such file; paths start at the notebook's folder.");
        }

        references.AddHost(name);
    }

    [GeneratedRegex("""^#\s*(?<kind>r|i|load)\s+"(?<what>[^"]*)"\s*(//.*)?$""")]
    private static partial Regex Pattern();

    [GeneratedRegex(@"^[\w][\w.\-]{0,99}$")]
    private static partial Regex PackageName();
}
