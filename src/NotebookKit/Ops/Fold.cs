using NotebookKit.Gradients;
using NotebookKit.Kernels;

namespace NotebookKit.Ops;

/// <summary>Columns back to an image (col2im): each number of a window is added at the place it belongs to.</summary>
/// <remarks>
/// [N, C kh kw, windows] becomes [N, C, H, W]. The adjoint of <see cref="Unfold"/>, not its inverse: a place that lies in three
/// windows gets three numbers, added in the order of their places in the window. dL/dx is <see cref="Unfold"/> of dL/dy.
/// </remarks>
public sealed class Fold : GradientNode, IOp
{
    private readonly WindowGrid grid;

    private Fold(Tensor x, WindowGrid grid)
        : base(x) => this.grid = grid;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            yield return Case(new(1, 2, 3, 4), 2, 1, 0, 1);
            yield return Case(new(2, 1, 3, 3), 2, 2, 1, 1);
            yield return Case(new(1, 1, 5, 4), 2, 1, 1, 2);
        }
    }

    /// <summary>The image of the given size.</summary>
    /// <exception cref="ArgumentException">The columns are not those of such windows over such an image.</exception>
    public static Tensor Apply(Tensor x, Pair size, Pair kernel, Pair stride, Pair padding, Pair dilation)
    {
        ArgumentNullException.ThrowIfNull(x);
        Check.Floats(nameof(Fold), x);
        int places = checked(kernel.Height * kernel.Width);
        if (x.Rank != 3 || places < 1 || x.Shape[1] % places != 0)
        {
            throw new ArgumentException($"Fold: takes columns [N, C * {kernel.Height} * {kernel.Width}, windows], and got {x.Shape}; give the kernel that Unfold was given.");
        }

        (Sliding down, Sliding across) = Sliding.Over(nameof(Fold), new Shape(x.Shape[0], x.Shape[1] / places, size.Height, size.Width), kernel, stride, padding, dilation);
        WindowGrid grid = Sliding.Grid(down, across, size.Height, size.Width);
        if (x.Shape[2] != grid.Output.Height * grid.Output.Width)
        {
            throw new ArgumentException($"Fold: an image of {size} has {grid.Output.Height} x {grid.Output.Width} such windows, and {x.Shape} holds {x.Shape[2]}; give the sizes that Unfold was given.");
        }

        return Apply(x, grid);
    }

    /// <summary>The image of windows that fit.</summary>
    internal static Tensor Apply(Tensor x, WindowGrid grid)
    {
        int channels = x.Shape[1] / (grid.Kernel.Height * grid.Kernel.Width);
        Tensor y = Tensor.Empty(new Shape(x.Shape[0], channels, grid.Input.Height, grid.Input.Width), x.DType, x.Device);
        x.Device.Fold(x.Detach().Contiguous(), grid, y);
        return Gradient.Flows(x) ? y.From(new Fold(x, grid)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [Unfold.Apply(gradient, grid)];

    private static OpCase Case(Shape image, int kernel, int stride, int padding, int dilation)
    {
        int height = ((image[2] + (2 * padding) - (dilation * (kernel - 1)) - 1) / stride) + 1;
        int width = ((image[3] + (2 * padding) - (dilation * (kernel - 1)) - 1) / stride) + 1;
        Shape windows = new(image[0], image[1], kernel, kernel, height, width);
        Shape columns = new(image[0], image[1] * kernel * kernel, height * width);
        return new OpCase($"{columns} to {image}", [columns], x => x[0].Fold((image[2], image[3]), kernel, stride, padding, dilation), x =>
        {
            double[] y = new double[image.Count];
            for (int i = 0; i < windows.Count; i++)
            {
                int[] place = Positions.Of(i, windows);
                int row = (place[4] * stride) + (place[2] * dilation) - padding;
                int column = (place[5] * stride) + (place[3] * dilation) - padding;
                if (row >= 0 && column >= 0 && row < image[2] && column < image[3])
                {
                    y[Positions.Element([place[0], place[1], row, column], image)] += x[0][i];
                }
            }

            return y;
        });
    }
}
