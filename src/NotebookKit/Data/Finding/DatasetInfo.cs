namespace NotebookKit.Data;

/// <summary>One file of a data set, known by its plain content: compressed copies differ, their content does not.</summary>
/// <param name="Name">The file name without ".gz".</param>
/// <param name="Length">The length of the plain content in bytes.</param>
/// <param name="Sha256">The SHA-256 of the plain content, in lower-case hexadecimal.</param>
/// <param name="Urls">Where it can be downloaded, tried in this order; empty if it cannot.</param>
public sealed record DataFileInfo(string Name, long Length, string Sha256, params string[] Urls)
{
    /// <summary>Name and length, in a line.</summary>
    public override string ToString() => $"{Name}, {Length:N0} bytes";

    /// <summary>The name that a download gets in the cache; one mirror may compress and another not, the reader looks.</summary>
    internal string CacheName => Urls.Length > 0 && Urls[0].EndsWith(".gz", StringComparison.Ordinal) ? Name + ".gz" : Name;
}

/// <summary>One row of the table of data sets.</summary>
/// <param name="Name">The short name, also the name of a folder that may hold the files.</param>
/// <param name="Folder">The folder below a data root that holds the files in this repository.</param>
/// <param name="Description">What a sample is and how many there are.</param>
/// <param name="Licence">The terms of use, as far as they are known.</param>
/// <param name="Citation">Who made it; cite them.</param>
/// <param name="Files">The files, all needed.</param>
public sealed record DatasetInfo(
    string Name, string Folder, string Description, string Licence, string Citation, params DataFileInfo[] Files)
{
    /// <summary>The names of the classes, in the order of their numbers; none where a sample belongs to no class.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>What it is, in a line.</summary>
    public override string ToString() => $"{Name}: {Description}{(Classes.Count is > 0 and <= 20 ? $" Classes: {string.Join(", ", Classes)}." : string.Empty)} ({Licence}; {Citation.TrimEnd('.')})";

    /// <summary>True if every file has an address to download it from.</summary>
    public bool CanDownload => Array.TrueForAll(Files, file => file.Urls.Length > 0);
}
