namespace NotebookKit.Files;

/// <summary>How much a file may make the reader do: a guard against files that claim to be enormous.</summary>
public sealed record FileLimits
{
    /// <summary>What holds when nothing else is said.</summary>
    public static FileLimits Default { get; } = new();

    /// <summary>The most pixels of a picture; 64 Mi, which are 256 MiB once decoded.</summary>
    public int MaxPixels { get; init; } = Png.DefaultMaxPixels;

    /// <summary>The most bytes that are read from a file, and the most that its arrays may fill once unpacked; 2 GiB.</summary>
    public long MaxBytes { get; init; } = 1L << 31;

    /// <summary>Refuses weights that hold NaN or infinity; otherwise they are read, and named in <see cref="NamedArrays.NotFinite"/>.</summary>
    public bool RefuseNotFinite { get; init; }
}
