namespace NotebookKit.Segmentation;

/// <summary>Masks made thicker, thinner and smoother by a disc. Serra 1982.</summary>
/// <remarks>A disc of radius r holds the pixels not further than r from its middle; 1 is a cross of five. Beyond the rim of the picture nothing is known, so nothing grows from there and nothing wears away.</remarks>
public static class Morphology
{
    /// <summary>The mask and all that is within the radius of it.</summary>
    /// <param name="mask">[H, W] of whole numbers or Booleans.</param>
    /// <param name="radius">In pixels.</param>
    /// <returns>[H, W] of Bool.</returns>
    public static Tensor Dilate(Tensor mask, double radius) => Where(nameof(Dilate), mask, radius, value => value != 0, square => square <= radius * radius);

    /// <summary>What of the mask is further than the radius from the ground.</summary>
    /// <param name="mask">[H, W] of whole numbers or Booleans.</param>
    /// <param name="radius">In pixels.</param>
    /// <returns>[H, W] of Bool.</returns>
    public static Tensor Erode(Tensor mask, double radius) => Where(nameof(Erode), mask, radius, value => value == 0, square => square > radius * radius);

    /// <summary>Eroded, then dilated: what is thinner than the disc goes, bridges and dust.</summary>
    /// <param name="mask">[H, W] of whole numbers or Booleans.</param>
    /// <param name="radius">In pixels.</param>
    /// <returns>[H, W] of Bool.</returns>
    public static Tensor Open(Tensor mask, double radius) => Dilate(Erode(mask, radius), radius);

    /// <summary>Dilated, then eroded: cracks narrower than the disc close.</summary>
    /// <param name="mask">[H, W] of whole numbers or Booleans.</param>
    /// <param name="radius">In pixels.</param>
    /// <returns>[H, W] of Bool.</returns>
    public static Tensor Close(Tensor mask, double radius) => Erode(Dilate(mask, radius), radius);

    /// <summary>The mask with all ground filled that does not reach the rim of the picture.</summary>
    /// <param name="mask">[H, W] of whole numbers or Booleans.</param>
    /// <returns>[H, W] of Bool.</returns>
    public static Tensor FillHoles(Tensor mask)
    {
        LabelGrid grid = LabelGrid.Of(nameof(FillHoles), mask);
        long[] ground = Components.Of(Tensor.Wrap(Array.ConvertAll(grid.Values, value => value == 0), [grid.Height, grid.Width])).Numbers.ToArray<long>();
        HashSet<long> open = [];
        for (int p = 0; p < ground.Length; p++)
        {
            if (p < grid.Width || p >= ground.Length - grid.Width || p % grid.Width == 0 || p % grid.Width == grid.Width - 1)
            {
                open.Add(ground[p]);
            }
        }

        return Tensor.Wrap(Array.ConvertAll(ground, piece => piece == 0 || !open.Contains(piece)), [grid.Height, grid.Width]);
    }

    private static Tensor Where(string operation, Tensor mask, double radius, Func<long, bool> goal, Func<double, bool> stays)
    {
        LabelGrid grid = LabelGrid.Of(operation, mask);
        return radius >= 0
            ? Tensor.Wrap(Array.ConvertAll(PixelDistance.Squared(grid, goal), square => stays(square)), [grid.Height, grid.Width])
            : throw new ArgumentOutOfRangeException(nameof(radius), radius, $"{operation}: the radius is 0 or more.");
    }
}
