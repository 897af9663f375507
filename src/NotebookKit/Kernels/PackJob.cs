namespace NotebookKit.Kernels;

/// <summary>Packs the panels of a slice of a right-hand side; the threads share them.</summary>
internal readonly unsafe struct PackJob<T>(MatrixView<T> b, int depths, int columns, int panelWidth, T* packed) : IForkBody
    where T : unmanaged
{
    // Copying fewer numbers than this takes less time than waking a worker.
    private const int NumbersInPart = 32 * 1024;

    private int Panels => (columns + panelWidth - 1) / panelWidth;

    public int Parts => Math.Clamp(columns * depths / NumbersInPart, 1, Panels);

    public void Run(int part)
    {
        int parts = Parts;
        int first = (int)((long)Panels * part / parts) * panelWidth;
        int end = Math.Min(columns, (int)((long)Panels * (part + 1) / parts) * panelWidth);
        Packing.PackPanels(b.From(0, first), depths, end - first, panelWidth, packed + ((long)first * depths));
    }
}
