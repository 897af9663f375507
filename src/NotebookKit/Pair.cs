namespace NotebookKit;

/// <summary>A number for rows and one for columns: a kernel size, a stride, a dilation. One number stands for both.</summary>
/// <param name="Height">The number for rows.</param>
/// <param name="Width">The number for columns.</param>
public readonly record struct Pair(int Height, int Width)
{
    /// <summary>The same number for both.</summary>
    public static implicit operator Pair(int both) => new(both, both);

    /// <summary>(height, width).</summary>
    public static implicit operator Pair((int Height, int Width) pair) => new(pair.Height, pair.Width);

    /// <summary>(height, width) as text.</summary>
    public override string ToString() => $"({Height}, {Width})";
}
