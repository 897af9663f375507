namespace NotebookKit.Host.Session;

/// <summary>Finds the assemblies of a package that a cell names with <c>#r "nuget: NAME, VERSION"</c>.</summary>
public interface INuGetResolver
{
    /// <summary>The files to reference; none when the package is part of the running host.</summary>
    /// <param name="package">The package's name.</param>
    /// <param name="version">The wanted version; null for any.</param>
    /// <exception cref="CellRefusedException">The package cannot be had.</exception>
    IReadOnlyList<string> Resolve(string package, string? version);
}

/// <summary>Knows one package: the library that is already running.</summary>
public sealed class RunningLibraryResolver : INuGetResolver
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Resolve(string package, string? version)
    {
        if (string.Equals(package, "NotebookKit", StringComparison.OrdinalIgnoreCase))
        {
            return [];
        }

        throw new CellRefusedException(
            $"#r \"nuget: {package}\": this host resolves only NotebookKit so far; build or download the package and use #r \"{package}.dll\" with the path of its file.");
    }
}
