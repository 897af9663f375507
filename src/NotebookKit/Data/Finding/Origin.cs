namespace NotebookKit.Data;

/// <summary>The kind of place where a data set was found, in the order of the search.</summary>
public enum OriginKind
{
    /// <summary>A folder named data, in the working directory or above it.</summary>
    DataFolder,

    /// <summary>A folder named in the environment variable NOTEBOOKKIT_DATA.</summary>
    EnvironmentFolder,

    /// <summary>The user's cache, filled by an earlier download.</summary>
    Cache,

    /// <summary>Downloaded just now, into the cache.</summary>
    Download,
}

/// <summary>Where a data set came from and how much of it there is: say so before you believe a result.</summary>
/// <param name="Dataset">The name of the set, as in the table of data sets.</param>
/// <param name="Kind">The kind of place.</param>
/// <param name="Path">The folder that held the files.</param>
/// <param name="Samples">The number of samples in all, training and test together.</param>
/// <param name="Note">What a reader must know, for example that it is only a part of the set; empty if nothing.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record Origin(string Dataset, OriginKind Kind, string Path, int Samples, string Note = "")
{
    /// <summary>One line for the reader.</summary>
    public override string ToString()
    {
        var place = Kind switch
        {
            OriginKind.DataFolder => "data folder",
            OriginKind.EnvironmentFolder => "folder from NOTEBOOKKIT_DATA",
            OriginKind.Cache => "cache",
            _ => "downloaded to cache",
        };
        var note = Note.Length > 0 ? $"; {Note}" : "";
        return $"{Dataset}: {Samples:N0} samples, found in {Shown} ({place}){note}";
    }

    // A notebook that is kept should not show where somebody's files lie; a data folder is named as seen from here.
    private string Shown => Kind == OriginKind.DataFolder
        ? System.IO.Path.GetRelativePath(Environment.CurrentDirectory, Path).Replace('\\', '/')
        : Path;
}
