namespace NotebookKit.Files;

/// <summary>One sub-picture of the file: the whole of a plain file, or one of the seven passes of Adam7 interlacing.</summary>
internal readonly record struct PngPass(int Left, int Top, int StepX, int StepY, int Width, int Height)
{
    private static readonly (int Left, int Top, int StepX, int StepY)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>The passes in file order; those without a pixel are not in the file at all.</summary>
    public static IEnumerable<PngPass> All(PngHeader header) =>
        header.Interlaced
            ? Adam7
                .Select(p => new PngPass(p.Left, p.Top, p.StepX, p.StepY, Steps(header.Width, p.Left, p.StepX), Steps(header.Height, p.Top, p.StepY)))
                .Where(pass => pass is { Width: > 0, Height: > 0 })
            : [new PngPass(0, 0, 1, 1, header.Width, header.Height)];

    private static int Steps(int size, int start, int step) => Math.Max(0, (size - start + step - 1) / step);
}
