namespace NotebookKit.Host.Session;

/// <summary>A package that a cell asks for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">A version or a range of them, as in a project file; null for the newest.</param>
public sealed record PackageRequest(string Name, string? Version);

/// <summary>The files that packages bring, those of the packages they need included.</summary>
/// <param name="Compile">Assemblies to compile against.</param>
/// <param name="Runtime">Assemblies to load.</param>
/// <param name="Native">Libraries in machine code.</param>
public sealed record PackageFiles(IReadOnlyList<string> Compile, IReadOnlyList<string> Runtime, IReadOnlyList<string> Native)
{
    /// <summary>No files: all is part of the running host.</summary>
    public static PackageFiles None { get; } = new([], [], []);
}

/// <summary>Finds the files of packages that a cell names with <c>#r "nuget: NAME, VERSION"</c>.</summary>
public interface INuGetResolver
{
    /// <summary>The files to reference, beside those of earlier calls.</summary>
    /// <param name="packages">The packages of one cell.</param>
    /// <param name="feeds">Folders and addresses to look in, beside those that the machine is set up for.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="CellRefusedException">A package cannot be had; the message says why.</exception>
    Task<PackageFiles> ResolveAsync(IReadOnlyList<PackageRequest> packages, IReadOnlyList<string> feeds, CancellationToken cancellation);
}
