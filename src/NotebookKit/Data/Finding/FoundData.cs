namespace NotebookKit.Data;

/// <summary>A data set that was found, checked and read.</summary>
/// <param name="info">Its row in the table.</param>
/// <param name="kind">The kind of place.</param>
/// <param name="folder">The folder that held the files.</param>
/// <param name="contents">The plain content of each file, in the order of the table.</param>
/// <param name="paths">The path of each file, for messages.</param>
internal sealed class FoundData(DatasetInfo info, OriginKind kind, string folder, byte[][] contents, string[] paths)
{
    /// <summary>The plain content of a file and its path.</summary>
    /// <param name="index">The position of the file in the table.</param>
    public (byte[] Content, string Path) this[int index] => (contents[index], paths[index]);

    /// <summary>What the reader is told about the source.</summary>
    public Origin Origin(int samples, string note = "") => new(info.Name, kind, folder, samples, note);
}
