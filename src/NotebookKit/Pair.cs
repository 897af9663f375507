namespace NotebookKit;

/// <summary>A size, step or margin along the height and the width of an image; one number stands for both.</summary>
/// <param name="Height">Down the rows.</param>
/// <param name="Width">Along the columns.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public readonly record struct Pair(int Height, int Width)
{
    /// <summary>The same along both.</summary>
    public static implicit operator Pair(int both) => new(both, both);

    /// <summary>Height, then width.</summary>
    public static implicit operator Pair((int Height, int Width) sizes) => new(sizes.Height, sizes.Width);

    /// <summary>As 3x2.</summary>
    public override string ToString() => $"{Height}x{Width}";
}
