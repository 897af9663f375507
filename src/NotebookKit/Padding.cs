namespace NotebookKit;

/// <summary>Zeros around an image: how many rows above and below, how many columns left and right.</summary>
/// <remarks>One number pads all sides, a pair (height, width) both sides of each axis, as in PyTorch. Lectures S1, S2 L6, S3.</remarks>
/// <param name="Top">Rows above.</param>
/// <param name="Bottom">Rows below.</param>
/// <param name="Left">Columns, or elements of a signal, before.</param>
/// <param name="Right">Columns, or elements of a signal, after.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public readonly record struct Padding(int Top, int Bottom, int Left, int Right)
{
    /// <summary>As many zeros as keep the size, k - 1 for a kernel of k: half on each side, and the odd one of an even kernel at the end.</summary>
    public static Padding Same { get; } = new Padding(0, 0, 0, 0) { IsSame = true };

    /// <summary>Whether the zeros are counted from the kernel, to keep the size.</summary>
    public bool IsSame { get; private init; }

    /// <summary>The same number on all sides.</summary>
    public static implicit operator Padding(int all) => new(all, all, all, all);

    /// <summary>(height, width): the same number above and below, and another left and right.</summary>
    public static implicit operator Padding((int Height, int Width) pair) => new(pair.Height, pair.Height, pair.Width, pair.Width);

    /// <summary>Other numbers before and after, for signals and both axes of an image.</summary>
    public static Padding Between(int before, int after) => new(before, after, before, after);

    /// <summary>As text: one number, a pair, or all four.</summary>
    public override string ToString() =>
        IsSame ? "Same"
        : (Top, Left) != (Bottom, Right) ? $"({Top}, {Bottom}, {Left}, {Right})"
        : Top == Left ? $"{Top}" : $"({Top}, {Left})";
}
