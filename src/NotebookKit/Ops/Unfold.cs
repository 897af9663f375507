using NotebookKit.Gradients;
using NotebookKit.Kernels;

namespace NotebookKit.Ops;

/// <summary>Windows as columns (im2col): each window of an image becomes one column of a matrix, so that a convolution is a product.</summary>
/// <remarks>
/// [N, C, H, W] becomes [N, C kh kw, windows]: channel by channel the window's rows, and the windows row by row, zeros in the
/// padding, as in PyTorch. dL/dx is <see cref="Fold"/> of dL/dy. Chellapilla et al. 2006.
/// </remarks>
public sealed class Unfold : GradientNode, IOp
{
    private readonly WindowGrid grid;

    private Unfold(Tensor x, WindowGrid grid)
        : base(x) => this.grid = grid;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            foreach (Shape shape in new Shape[] { new(2, 1, 4, 3), new(1, 3, 2, 5), new(0, 2, 3, 3), new(1, 0, 3, 3) })
            {
                yield return Case(shape, (2, 2), (1, 1), (0, 0), (1, 1));
                yield return Case(shape, (2, 3), (2, 1), (1, 2), (1, 1));
                yield return Case(shape, (2, 1), (1, 2), (1, 0), (2, 1));
            }
        }
    }

    /// <summary>The columns.</summary>
    /// <exception cref="ArgumentException">This is no image, or the windows do not fit it.</exception>
    public static Tensor Apply(Tensor x, Pair kernel, Pair stride, Pair padding, Pair dilation)
    {
        (Sliding down, Sliding across) = Sliding.Over(nameof(Unfold), x, kernel, stride, padding, dilation, ceil: false, halfPadding: false);
        return Apply(x, Sliding.Grid(down, across, x.Shape[2], x.Shape[3]));
    }

    /// <summary>The columns of windows that fit.</summary>
    internal static Tensor Apply(Tensor x, WindowGrid grid)
    {
        int rows = checked(x.Shape[1] * grid.Kernel.Height * grid.Kernel.Width);
        Tensor y = Tensor.Empty(new Shape(x.Shape[0], rows, checked(grid.Output.Height * grid.Output.Width)), x.DType, x.Device);
        x.Device.Unfold(x.Detach().Contiguous(), grid, y);
        return Gradient.Flows(x) ? y.From(new Unfold(x, grid)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [Fold.Apply(gradient, grid)];

    private static OpCase Case(Shape shape, Pair kernel, Pair stride, Pair padding, Pair dilation) =>
        new($"{shape} window {kernel}, stride {stride}, padding {padding}, dilation {dilation}", [shape], x => x[0].Unfold(kernel, stride, padding, dilation), x =>
        {
            int height = ((shape[2] + (2 * padding.Height) - (dilation.Height * (kernel.Height - 1)) - 1) / stride.Height) + 1;
            int width = ((shape[3] + (2 * padding.Width) - (dilation.Width * (kernel.Width - 1)) - 1) / stride.Width) + 1;
            return Positions.Fill(new Shape(shape[0], shape[1], kernel.Height, kernel.Width, height, width), place =>
            {
                int row = (place[4] * stride.Height) + (place[2] * dilation.Height) - padding.Height;
                int column = (place[5] * stride.Width) + (place[3] * dilation.Width) - padding.Width;
                bool inside = row >= 0 && column >= 0 && row < shape[2] && column < shape[3];
                return inside ? x[0][Positions.Element([place[0], place[1], row, column], shape)] : 0;
            });
        });
}
