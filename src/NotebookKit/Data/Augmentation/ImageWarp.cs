using System.Numerics;
using NotebookKit.Kernels;

namespace NotebookKit.Data;

/// <summary>Images looked up at given places: a deformation of one's own.</summary>
public static class ImageWarp
{
    /// <summary>y[n, c, p] = images[n, c] at the place (row, column) that is given for p; at whole numbers these are the pixels themselves.</summary>
    /// <param name="images">[N, C, H, W] of floats.</param>
    /// <param name="places">[N, h, w, 2] of floats: a row and a column for each pixel of the result.</param>
    /// <param name="interpolation"><see cref="Interpolation.Linear"/>, or <see cref="Interpolation.Nearest"/> for the pixel that is nearest.</param>
    /// <param name="border">What lies outside.</param>
    /// <param name="fill">The number outside, for <see cref="Border.Constant"/>.</param>
    public static Tensor Apply(Tensor images, Tensor places, Interpolation interpolation = Interpolation.Linear, Border border = Border.Constant, double fill = 0)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(places);
        if (images.Rank != 4 || !images.DType.IsFloat() || places.Rank != 4 || places.Shape[3] != 2 || places.Shape[0] != images.Shape[0] || !places.DType.IsFloat() || interpolation == Interpolation.Cubic)
        {
            throw new ArgumentException($"ImageWarp: takes images [N, C, H, W] and places [N, h, w, 2] of floats, Nearest or Linear, and got {images.Shape} and {places.Shape} of {places.DType}, {interpolation}.");
        }

        Tensor result = Tensor.Zeros([images.Shape[0], images.Shape[1], places.Shape[1], places.Shape[2]], images.DType);
        double[] all = places.Detach().To(DType.Float64).ToArray<double>();
        if (images.DType == DType.Float32)
        {
            Run<float>();
        }
        else
        {
            Run<double>();
        }

        return result;

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T> =>
            ImagePasses.Run(new Pass<T>(all, (images.Shape[2], images.Shape[3]), places.Shape[1] * places.Shape[2], interpolation, border, fill), images.Detach().Contiguous().Elements<T>(), images.Shape[0], result.Elements<T>());
    }

    private readonly struct Pass<T>(double[] all, (int Height, int Width) size, int pixels, Interpolation interpolation, Border border, double fill) : IImagePass<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int image, ReadOnlySpan<T> from, Span<T> to)
        {
            double[] rows = new double[pixels], columns = new double[pixels];
            for (int p = 0; p < pixels; p++)
            {
                (rows[p], columns[p]) = (all[2 * ((image * pixels) + p)], all[(2 * ((image * pixels) + p)) + 1]);
            }

            if (interpolation == Interpolation.Linear)
            {
                Warp.Linear(from, size, rows, columns, border, fill, to);
            }
            else
            {
                Warp.Nearest(from, size, rows, columns, border, T.CreateTruncating(fill), to);
            }
        }
    }
}
