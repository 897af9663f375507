using NotebookKit.Kernels;

namespace NotebookKit.Ops;

/// <summary>What convolutions ask of their operands, and the sizes that follow.</summary>
internal static class ConvolutionSizes
{
    /// <summary>The sizes of a convolution of images [N, C, H, W], or signals [N, C, L] as images of one row.</summary>
    /// <exception cref="ArgumentException">Something does not fit.</exception>
    public static ConvolutionGeometry Forward(string operation, Tensor x, Tensor weight, Tensor? bias, Pair stride, Padding padding, Pair dilation, int groups)
    {
        int axes = operation.Contains('1', StringComparison.Ordinal) ? 1 : 2;
        (Pair image, Pair kernel) = Sizes(operation, axes, x, weight, "[out, in / groups, ", stride, dilation, groups);
        int filters = weight.Shape[0];
        if (weight.Shape[1] * (long)groups != x.Shape[1] || filters % groups != 0)
        {
            throw new ArgumentException(
                $"{operation}: {x.Shape} has {x.Shape[1]} channels, and weights {weight.Shape} in {groups} groups take {weight.Shape[1] * (long)groups} and give {filters}; "
                + "weights are [out, in / groups, ..], and groups divides both.");
        }

        CheckBias(operation, x, bias, filters);
        padding = Resolve(operation, axes, padding, kernel, stride, dilation);
        return new ConvolutionGeometry
        {
            Images = x.Shape[0],
            Channels = x.Shape[1],
            Height = image.Height,
            Width = image.Width,
            Filters = filters,
            KernelHeight = kernel.Height,
            KernelWidth = kernel.Width,
            MapHeight = Places(operation, "rows", x, image.Height, (padding.Top, padding.Bottom), kernel.Height, stride.Height, dilation.Height),
            MapWidth = Places(operation, axes == 1 ? "elements" : "columns", x, image.Width, (padding.Left, padding.Right), kernel.Width, stride.Width, dilation.Width),
            StrideY = stride.Height,
            StrideX = stride.Width,
            Top = padding.Top,
            Left = padding.Left,
            DilationY = dilation.Height,
            DilationX = dilation.Width,
            Groups = groups,
        };
    }

    /// <summary>The sizes of a transposed convolution of maps [N, in, H, W], or of signals, with weights [in, out / groups, ..].</summary>
    /// <exception cref="ArgumentException">Something does not fit.</exception>
    public static ConvolutionGeometry Transposed(
        string operation, Tensor x, Tensor weight, Tensor? bias, Pair stride, Pair padding, Pair outputPadding, int groups, Pair dilation)
    {
        int axes = operation.Contains('1', StringComparison.Ordinal) ? 1 : 2;
        (Pair map, Pair kernel) = Sizes(operation, axes, x, weight, "[in, out / groups, ", stride, dilation, groups);
        if (weight.Shape[0] != x.Shape[1] || weight.Shape[0] % groups != 0)
        {
            throw new ArgumentException(
                $"{operation}: {x.Shape} has {x.Shape[1]} channels, and weights {weight.Shape} in {groups} groups take {weight.Shape[0]}; weights are [in, out / groups, ..], and groups divides both.");
        }

        int channels = checked(weight.Shape[1] * groups);
        CheckBias(operation, x, bias, channels);
        if (padding.Height < 0 || padding.Width < 0)
        {
            throw new ArgumentException($"{operation}: the padding {padding} cannot be negative.");
        }

        return new ConvolutionGeometry
        {
            Images = x.Shape[0],
            Channels = channels,
            Height = Stretched(operation, x, map.Height, kernel.Height, stride.Height, padding.Height, outputPadding.Height, dilation.Height),
            Width = Stretched(operation, x, map.Width, kernel.Width, stride.Width, padding.Width, outputPadding.Width, dilation.Width),
            Filters = x.Shape[1],
            KernelHeight = kernel.Height,
            KernelWidth = kernel.Width,
            MapHeight = map.Height,
            MapWidth = map.Width,
            StrideY = stride.Height,
            StrideX = stride.Width,
            Top = padding.Height,
            Left = padding.Width,
            DilationY = dilation.Height,
            DilationX = dilation.Width,
            Groups = groups,
        };
    }

    private static (Pair Image, Pair Kernel) Sizes(string operation, int axes, Tensor x, Tensor weight, string order, Pair stride, Pair dilation, int groups)
    {
        Check.SameFloats(operation, x, weight);
        if (x.Rank != axes + 2 || weight.Rank != axes + 2)
        {
            string sizes = axes == 1 ? "k]" : "kh, kw]";
            string mend = x.Rank == axes + 1 ? "give a single one a first axis with Unsqueeze(0)"
                : weight.Rank != axes + 2 ? $"give the weights {axes + 2} axes"
                : axes == 1 ? "Conv2d takes images" : "Conv1d takes signals";
            throw new ArgumentException(
                $"{operation}: takes {(axes == 1 ? "[N, C, L]" : "[N, C, H, W]")} and weights {order}{sizes}, and got {x.Shape} and {weight.Shape}; {mend}.");
        }

        Pair kernel = axes == 1 ? (1, weight.Shape[2]) : (weight.Shape[2], weight.Shape[3]);
        if (kernel.Height < 1 || kernel.Width < 1)
        {
            throw new ArgumentException($"{operation}: the weights {weight.Shape} have an empty kernel; its sizes are 1 or more.");
        }

        if (stride.Height < 1 || stride.Width < 1 || dilation.Height < 1 || dilation.Width < 1 || groups < 1)
        {
            throw new ArgumentException($"{operation}: stride {stride}, dilation {dilation} and groups {groups} are 1 or more, for {x.Shape} and weights {weight.Shape}.");
        }

        return (axes == 1 ? (1, x.Shape[2]) : (x.Shape[2], x.Shape[3]), kernel);
    }

    private static void CheckBias(string operation, Tensor x, Tensor? bias, int outputs)
    {
        if (bias is null)
        {
            return;
        }

        Check.SameFloats(operation, x, bias);
        if (bias.Rank != 1 || bias.Count != outputs)
        {
            throw new ArgumentException($"{operation}: the bias needs one number a channel of the result, [{outputs}], and has shape {bias.Shape}.");
        }
    }

    private static Padding Resolve(string operation, int axes, Padding padding, Pair kernel, Pair stride, Pair dilation)
    {
        if (padding.IsSame)
        {
            if (stride != 1)
            {
                throw new ArgumentException($"{operation}: Padding.Same keeps the size at stride 1, and the stride is {stride}; give the padding as numbers.");
            }

            int rows = checked((kernel.Height - 1) * dilation.Height);
            int columns = checked((kernel.Width - 1) * dilation.Width);
            return new Padding(rows / 2, rows - (rows / 2), columns / 2, columns - (columns / 2));
        }

        if (padding.Top < 0 || padding.Bottom < 0 || padding.Left < 0 || padding.Right < 0)
        {
            throw new ArgumentException($"{operation}: the padding {padding} cannot be negative; cut the input with an index instead.");
        }

        if (axes == 1)
        {
            return (padding.Top, padding.Bottom) == (padding.Left, padding.Right)
                ? padding with { Top = 0, Bottom = 0 }
                : throw new ArgumentException($"{operation}: a signal has one axis, and the padding {padding} is for two; give one number, or Padding.Between(before, after).");
        }

        return padding;
    }

    private static int Places(string operation, string what, Tensor x, int size, (int Before, int After) padding, int kernel, int stride, int dilation)
    {
        int reach = ConvolutionArithmetic.EffectiveKernel(kernel, dilation);
        int room = checked(size + padding.Before + padding.After - reach);
        return room >= 0 ? (room / stride) + 1 : throw new ArgumentException(
            $"{operation}: a kernel of {reach} {what} does not fit into {x.Shape}: (n + p - k) / s + 1 = ({size} + {padding.Before} + {padding.After} - {reach}) / {stride} + 1; use a smaller kernel or more padding.");
    }

    private static int Stretched(string operation, Tensor x, int size, int kernel, int stride, int padding, int outputPadding, int dilation)
    {
        // An axis that only a signal seen as an image has.
        if (outputPadding < 0 || outputPadding >= Math.Max(stride, dilation))
        {
            throw new ArgumentException($"{operation}: the output padding {outputPadding} is 0 or more and smaller than the stride {stride} or the dilation {dilation}, for {x.Shape}.");
        }

        int reach = ConvolutionArithmetic.EffectiveKernel(kernel, dilation);
        int result = size == 0 ? 0 : checked(((size - 1) * stride) - (2 * padding) + reach + outputPadding);
        return result >= 1 ? result : throw new ArgumentException(
            $"{operation}: {x.Shape} would become (n - 1) s - 2p + k + o = ({size} - 1) {stride} - 2*{padding} + {reach} + {outputPadding} = {result} long; use less padding.");
    }
}
