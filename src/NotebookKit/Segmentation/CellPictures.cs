using NotebookKit.Data;

namespace NotebookKit.Segmentation;

/// <summary>Pictures and, for each pixel, the number of its object.</summary>
/// <param name="Images">[N, 1, H, W] of Float32.</param>
/// <param name="Objects">[N, H, W] of Int64: 0 for the ground, else the object.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record CellPictures(Tensor Images, Tensor Objects)
{
    /// <summary>[N, H, W] of Int64: 1 where there is an object.</summary>
    public Tensor Masks => Tensor.Wrap(Array.ConvertAll(Objects.ToArray<long>(), number => number > 0 ? 1L : 0), Objects.Shape);

    /// <summary>Three classes: 0 ground, 1 inside, 2 contour: the pixels of an object within a distance of another object or the ground. With the contour taken away, touching objects fall apart.</summary>
    /// <param name="width">How thick contours are, in pixels.</param>
    /// <returns>[N, H, W] of Int64.</returns>
    public Tensor WithContours(double width = 1)
    {
        Tensor[] maps = [.. Enumerable.Range(0, Objects.Shape[0]).Select(i => OneWithContours(Objects[i], width))];
        return Tensor.Stack(maps);
    }

    /// <summary>Objects of a map with contours: the pieces of class 1, each grown back over the contour beside it.</summary>
    /// <param name="classes">[H, W] of Int64: 0 ground, 1 inside, 2 contour.</param>
    /// <param name="smallest">Pieces of fewer pixels are dust.</param>
    /// <returns>[H, W] of Int64: the number of each pixel's object.</returns>
    public static Tensor ObjectsOf(Tensor classes, int smallest = 4)
    {
        LabelGrid grid = LabelGrid.Of(nameof(ObjectsOf), classes);
        Tensor inside = Tensor.Wrap(Array.ConvertAll(grid.Values, value => value == 1), classes.Shape);
        Components seeds = Components.Of(inside).WithoutSmall(smallest);
        return Watershed.Flood(PixelDistance.ToGround(inside) - PixelDistance.ToMask(seeds.Numbers).Clamp(0, 1e6), seeds.Numbers, classes);
    }

    /// <summary>A set to train with: pictures and, for each pixel, its class.</summary>
    /// <param name="contours">Whether contours are a class of their own.</param>
    public Dataset ToDataset(bool contours = false) => new("drawn cells", Images, contours ? WithContours() : Masks, "drawn by NotebookKit");

    /// <summary>How many, in a line.</summary>
    public override string ToString() => $"{Images.Shape[0]:N0} pictures of {Images.Shape[2]} x {Images.Shape[3]} pixels with the number of each pixel's object";

    private static Tensor OneWithContours(Tensor objects, double width)
    {
        LabelGrid grid = LabelGrid.Of(nameof(WithContours), objects);
        long[] classes = new long[grid.Values.Length];
        foreach (long number in grid.Values.Where(value => value > 0).Distinct().ToArray())
        {
            double[] depth = PixelDistance.Squared(grid, value => value != number);
            for (int p = 0; p < classes.Length; p++)
            {
                if (grid.Values[p] == number)
                {
                    classes[p] = depth[p] <= width * width ? 2 : 1;
                }
            }
        }

        return Tensor.Wrap(classes, objects.Shape);
    }
}
