using System.Reflection;

namespace NotebookKit.Host.Session.Packages;

/// <summary>Finds packages with the restore of the installed .NET SDK, which knows the machine's feeds, its cache and all rules of versions.</summary>
/// <remarks>
/// What a session has asked for earlier stays part of every later restore in the version it got, so that versions
/// never part ways. Packages that the host itself consists of resolve to the running assemblies.
/// </remarks>
public sealed class SdkPackageResolver : INuGetResolver
{
    private readonly Dictionary<string, string> inUse = new(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public async Task<PackageFiles> ResolveAsync(IReadOnlyList<PackageRequest> packages, IReadOnlyList<string> feeds, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(packages);
        ArgumentNullException.ThrowIfNull(feeds);
        var notes = packages.Where(IsRunning).Select(NoteOf).OfType<string>().ToList();
        var wanted = packages.Where(package => !IsRunning(package)).DistinctBy(package => package.Name, StringComparer.OrdinalIgnoreCase).ToArray();
        if (wanted.Length == 0)
        {
            Say(notes);
            return PackageFiles.None;
        }

        foreach (var package in wanted)
        {
            EnsureReadable(package);
        }

        var shown = Notebook.Display($"Restoring {string.Join(", ", wanted.Select(Named))} ...");
        try
        {
            var resolution = await ResolveAllAsync(wanted, feeds, cancellation).ConfigureAwait(false);
            foreach (var package in wanted)
            {
                EnsureNoChange(package.Name, resolution.VersionOf(package.Name));
            }

            foreach (var package in wanted)
            {
                var version = resolution.VersionOf(package.Name);
                inUse[package.Name] = version;
                notes.Add(package.Version is { } asked && IsPlain(asked) && !version.StartsWith(asked, StringComparison.OrdinalIgnoreCase)
                    ? $"{package.Name} {version} ({asked} was asked for and is not on the feeds)"
                    : $"{package.Name} {version}");
            }

            shown.Update("Packages: " + string.Join(", ", notes));
            return resolution.Files;
        }
        catch (Exception exception) when (exception is CellRefusedException or OperationCanceledException)
        {
            shown.Update($"Not restored: {string.Join(", ", wanted.Select(Named))}");
            throw;
        }
    }

    private static bool IsRunning(PackageRequest package) => SessionReferences.IsPartOfTheHost(package.Name);

    private static bool IsPlain(string version) => version.IndexOfAny(['*', '[', ']', '(', ')', ',']) < 0;

    private static string Named(PackageRequest package) => package.Version is null ? package.Name : $"{package.Name} {package.Version}";

    private static string? NoteOf(PackageRequest package)
    {
        if (package.Version is null || package.Name.Equals("NotebookKit", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var version = Assembly.Load(package.Name).GetName().Version?.ToString(3);
        return version is not null && package.Version.StartsWith(version, StringComparison.Ordinal)
            ? null
            : $"{package.Name} {version} (part of the host; {package.Version} was asked for)";
    }

    private static void Say(List<string> notes)
    {
        if (notes.Count > 0)
        {
            Notebook.Display("Packages: " + string.Join(", ", notes));
        }
    }

    private static void EnsureReadable(PackageRequest package)
    {
        if (package.Version is { } version && (version.Length > 100 || version.Any(letter => !char.IsAsciiLetterOrDigit(letter) && !".-+*[](), ".Contains(letter, StringComparison.Ordinal))))
        {
            throw new CellRefusedException($"#r \"nuget: {package.Name}, {version}\": `{version}` is no version; write 1.2.3, 1.2.*, or a range such as [1.0, 2.0).");
        }
    }

    private void EnsureNoChange(string package, string version)
    {
        if (inUse.TryGetValue(package, out var used) && used != version)
        {
            throw new CellRefusedException($"#r \"nuget: {package}, {version}\": {package} is in use in version {used} already; restart the session and ask for the wanted version first.");
        }
    }

    private async Task<Resolution> ResolveAllAsync(PackageRequest[] wanted, IReadOnlyList<string> feeds, CancellationToken cancellation)
    {
        var earlier = inUse.Where(used => !wanted.Any(package => package.Name.Equals(used.Key, StringComparison.OrdinalIgnoreCase)));
        foreach (var package in wanted.Where(package => package.Version is null && inUse.ContainsKey(package.Name)))
        {
            // Asked for again without a version: the one in use is meant.
            earlier = earlier.Append(new KeyValuePair<string, string>(package.Name, inUse[package.Name]));
        }

        var pins = earlier.ToDictionary(pin => pin.Key, pin => $"[{pin.Value}]", StringComparer.OrdinalIgnoreCase);
        var all = wanted.Where(package => !pins.ContainsKey(package.Name)).ToDictionary(package => package.Name, package => package.Version ?? "*", StringComparer.OrdinalIgnoreCase);
        foreach (var (name, version) in pins)
        {
            all[name] = version;
        }

        var key = ResolutionCache.KeyOf(all, feeds);
        if (ResolutionCache.Find(key, isFloating: all.Values.Any(version => version.Contains('*', StringComparison.Ordinal))) is { } known)
        {
            return known;
        }

        using var project = new RestoreProject(all);
        var online = await project.RestoreAsync(feeds, isOffline: false, cancellation).ConfigureAwait(false);
        if (online.Resolution is { } found)
        {
            ResolutionCache.Keep(key, found);
            return found;
        }

        if (!RestoreErrors.IsNetwork(online.Output))
        {
            throw RestoreErrors.Refusal(online.Output, all, feeds);
        }

        var offline = await project.RestoreAsync(feeds, isOffline: true, cancellation).ConfigureAwait(false);
        return offline.Resolution
            ?? ResolutionCache.Find(key, isFloating: false)
            ?? throw RestoreErrors.Offline(online.Output, offline.Output, all, feeds);
    }
}
