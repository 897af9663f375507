namespace NotebookKit.Kernels;

/// <summary>What the product of a tile is added onto: nothing, the numbers that are there, or one row under all of its rows, as a bias is.</summary>
/// <param name="start">Where it lies; null for nothing.</param>
/// <param name="rowStep">From a row to the next; 0 for one row.</param>
internal readonly unsafe struct TileBase<T>(T* start, int rowStep)
    where T : unmanaged
{
    /// <summary>Whether there is something to add onto.</summary>
    public bool Exists => start != null;

    /// <summary>The first number of a row of the tile.</summary>
    public T* Row(int row) => start + ((long)row * rowStep);

    /// <summary>The base of a tile that begins at a row and a column.</summary>
    public TileBase<T> From(int row, int column) => start == null ? default : new TileBase<T>(start + ((long)row * rowStep) + column, rowStep);
}
