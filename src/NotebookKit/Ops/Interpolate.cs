using NotebookKit.Kernels;

namespace NotebookKit.Ops;

/// <summary>Images in another size: nearest neighbour, bilinear or bicubic.</summary>
/// <remarks>
/// [N, C, H, W] becomes [N, C, P, Q]. Pixels are squares: the middle of pixel p lies at (p + 1/2) H / P - 1/2 of the input. With
/// aligned corners they are points instead, the first and last on those of the input: p (H - 1) / (P - 1). Nearest takes pixel
/// floor(p H / P). Bicubic is Keys' cubic (1981) with a = -0.75; beyond the border the outermost pixels go on. Making an image
/// smaller takes no means, so fine patterns alias. All as in PyTorch. dL/dx spreads dL/dy with the same weights. Lecture S2 L7
/// (upsampling).
/// </remarks>
public static class Interpolate
{
    /// <summary>The images in a given size.</summary>
    /// <exception cref="ArgumentException">This is no image, or the size is below 1.</exception>
    public static Tensor ToSize(Tensor x, Pair size, Interpolation mode, bool alignCorners)
    {
        Images.Check(nameof(Interpolate), x);
        if (size.Height < 1 || size.Width < 1)
        {
            throw new ArgumentException($"Interpolate: {x.Shape} cannot become {size}; the size is 1 or more.");
        }

        return Resample.Apply(x, Along(x.Shape[2], size.Height, null, mode, alignCorners), Along(x.Shape[3], size.Width, null, mode, alignCorners));
    }

    /// <summary>The images larger or smaller by factors; sizes are rounded down.</summary>
    /// <exception cref="ArgumentException">This is no image, or a factor leaves nothing of it.</exception>
    public static Tensor ByScale(Tensor x, double height, double width, Interpolation mode, bool alignCorners)
    {
        Images.Check(nameof(Interpolate), x);
        double high = Math.Floor(x.Shape[2] * height);
        double wide = Math.Floor(x.Shape[3] * width);
        if (!(high >= 1 && wide >= 1 && high <= int.MaxValue && wide <= int.MaxValue))
        {
            throw new ArgumentException($"Interpolate: {x.Shape} by {height} x {width} would have a height of {high} and a width of {wide}; take factors that leave a pixel.");
        }

        return Resample.Apply(x, Along(x.Shape[2], (int)high, height, mode, alignCorners), Along(x.Shape[3], (int)wide, width, mode, alignCorners));
    }

    private static Taps Along(int size, int outputs, double? scale, Interpolation mode, bool alignCorners)
    {
        if (size == outputs && (scale ?? 1) == 1)
        {
            return AxisTaps.Same(size);
        }

        if (mode == Interpolation.Nearest)
        {
            return scale is { } by ? AxisTaps.Nearest(size, outputs, 1 / by) : AxisTaps.Nearest(size, outputs);
        }

        double step = alignCorners ? (outputs > 1 ? (size - 1.0) / (outputs - 1) : 0) : scale is { } factor ? 1 / factor : (double)size / outputs;
        double Place(int o) => alignCorners ? o * step : ((o + 0.5) * step) - 0.5;
        return mode == Interpolation.Linear
            ? AxisTaps.Weighted(size, outputs, o => Line(Math.Max(0, Place(o))))
            : AxisTaps.Weighted(size, outputs, o => Cubic(Place(o)));
    }

    private static (int First, double[] Weights) Line(double place)
    {
        int first = (int)Math.Floor(place);
        return (first, [1 - (place - first), place - first]);
    }

    private static (int First, double[] Weights) Cubic(double place)
    {
        int before = (int)Math.Floor(place);
        double t = place - before;
        return (before - 1, [Far(1 + t), Near(t), Near(1 - t), Far(2 - t)]);

        // Keys' two pieces, for distances below 1 and from 1 to 2.
        static double Near(double d) => ((((1.25 * d) - 2.25) * d) * d) + 1;
        static double Far(double d) => (((((-0.75 * d) + 3.75) * d) - 6) * d) + 3;
    }
}
