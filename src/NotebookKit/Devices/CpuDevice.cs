using System.Numerics;
using NotebookKit.Kernels;
using NotebookKit.Memory;

namespace NotebookKit.Devices;

/// <summary>This machine's processor: picks the loop for the kind of number and hands it spans.</summary>
internal sealed class CpuDevice : Device
{
    /// <inheritdoc/>
    public override string Name => "cpu";

    /// <inheritdoc/>
    internal override Storage Allocate(DType dtype, int count, BufferScope? scope) => dtype switch
    {
        DType.Float32 => BufferPool<float>.Rent(count, scope),
        DType.Float64 => BufferPool<double>.Rent(count, scope),
        DType.Int64 => BufferPool<long>.Rent(count, scope),
        DType.UInt8 => BufferPool<byte>.Rent(count, scope),
        _ => BufferPool<bool>.Rent(count, scope),
    };

    /// <inheritdoc/>
    internal override void Fill(Tensor y, double value)
    {
        switch (y.DType)
        {
            case DType.Float32:
                y.Elements<float>().Fill((float)value);
                break;
            case DType.Float64:
                y.Elements<double>().Fill(value);
                break;
            case DType.Int64:
                y.Elements<long>().Fill(checked((long)value));
                break;
            case DType.UInt8:
                y.Elements<byte>().Fill(checked((byte)value));
                break;
            default:
                y.Elements<bool>().Fill(value != 0);
                break;
        }
    }

    /// <inheritdoc/>
    internal override void Gather(Tensor x, Tensor y)
    {
        Layout from = LayoutOf(x);
        switch (x.DType.Size())
        {
            case 8:
                Strided.Gather(Raw<ulong>(x), from, RawElements<ulong>(y));
                break;
            case 4:
                Strided.Gather(Raw<uint>(x), from, RawElements<uint>(y));
                break;
            default:
                Strided.Gather(Raw<byte>(x), from, RawElements<byte>(y));
                break;
        }
    }

    /// <inheritdoc/>
    internal override void Scatter(Tensor x, Tensor y)
    {
        Layout to = LayoutOf(y);
        switch (x.DType.Size())
        {
            case 8:
                Strided.Scatter(RawElements<ulong>(x), Raw<ulong>(y), to);
                break;
            case 4:
                Strided.Scatter(RawElements<uint>(x), Raw<uint>(y), to);
                break;
            default:
                Strided.Scatter(RawElements<byte>(x), Raw<byte>(y), to);
                break;
        }
    }

    /// <inheritdoc/>
    internal override void Cast(Tensor x, Tensor y) => Casts.Run(x, y);

    /// <inheritdoc/>
    internal override void Unary<TFormula>(TFormula formula, Tensor x, Tensor y)
    {
        if (x.DType == DType.Float32)
        {
            Kernels.Elementwise.Unary(formula, x.Elements<float>(), y.Elements<float>());
        }
        else
        {
            Kernels.Elementwise.Unary(formula, x.Elements<double>(), y.Elements<double>());
        }
    }

    /// <inheritdoc/>
    internal override void Binary<TFormula>(TFormula formula, Tensor x, Tensor y, Tensor z)
    {
        if (x.DType == DType.Float32)
        {
            Binary<TFormula, float>(formula, x, y, z);
        }
        else
        {
            Binary<TFormula, double>(formula, x, y, z);
        }
    }

    /// <inheritdoc/>
    internal override void Sum(Tensor x, int outer, int middle, int inner, Tensor y)
    {
        if (x.DType == DType.Float32)
        {
            Reductions.Sum(x.Elements<float>(), outer, middle, inner, y.Elements<float>());
        }
        else
        {
            Reductions.Sum(x.Elements<double>(), outer, middle, inner, y.Elements<double>());
        }
    }

    /// <inheritdoc/>
    internal override void ArgMax(Tensor x, int outer, int middle, int inner, Tensor y)
    {
        if (x.DType == DType.Float32)
        {
            Reductions.ArgMax<float>(x.Elements<float>(), outer, middle, inner, y.Elements<long>());
        }
        else
        {
            Reductions.ArgMax<double>(x.Elements<double>(), outer, middle, inner, y.Elements<long>());
        }
    }

    /// <inheritdoc/>
    internal override void MatMul(Tensor a, Tensor b, Tensor c, bool accumulate)
    {
        if (a.DType == DType.Float32)
        {
            Multiply<float>(a, b, c, accumulate);
        }
        else
        {
            Multiply<double>(a, b, c, accumulate);
        }
    }

    /// <inheritdoc/>
    internal override void Softmax(Tensor x, Tensor y, bool logarithm)
    {
        if (x.DType == DType.Float32)
        {
            Rows<float>(x, y, logarithm);
        }
        else
        {
            Rows<double>(x, y, logarithm);
        }

        static void Rows<T>(Tensor x, Tensor y, bool logarithm)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            int columns = x.Shape[-1];
            int rows = columns == 0 ? 0 : x.Count / columns;
            if (logarithm)
            {
                SoftmaxRows.LogSoftmax<T>(x.Elements<T>(), rows, columns, y.Elements<T>());
            }
            else
            {
                SoftmaxRows.Softmax<T>(x.Elements<T>(), rows, columns, y.Elements<T>());
            }
        }
    }

    /// <inheritdoc/>
    internal override void CrossEntropy(Tensor logits, Tensor labels, Tensor probabilities, Tensor losses)
    {
        int columns = logits.Shape[1];
        if (logits.DType == DType.Float32)
        {
            SoftmaxRows.CrossEntropy<float>(logits.Elements<float>(), labels.Elements<long>(), columns, probabilities.Elements<float>(), losses.Elements<float>());
        }
        else
        {
            SoftmaxRows.CrossEntropy<double>(logits.Elements<double>(), labels.Elements<long>(), columns, probabilities.Elements<double>(), losses.Elements<double>());
        }
    }

    /// <inheritdoc/>
    internal override void CrossEntropyGradient(Tensor probabilities, Tensor labels, double scale, Tensor gradient)
    {
        int columns = probabilities.Shape[1];
        if (probabilities.DType == DType.Float32)
        {
            SoftmaxRows.CrossEntropyGradient(probabilities.Elements<float>(), labels.Elements<long>(), columns, (float)scale, gradient.Elements<float>());
        }
        else
        {
            SoftmaxRows.CrossEntropyGradient(probabilities.Elements<double>(), labels.Elements<long>(), columns, scale, gradient.Elements<double>());
        }
    }

    /// <inheritdoc/>
    internal override void Uniform(Tensor y, ulong seed, ulong firstBlock, double low, double high)
    {
        if (y.DType == DType.Float32)
        {
            Philox.Uniform(y.Elements<float>(), seed, firstBlock, low, high);
        }
        else
        {
            Philox.Uniform(y.Elements<double>(), seed, firstBlock, low, high);
        }
    }

    /// <inheritdoc/>
    internal override void Normal(Tensor y, ulong seed, ulong firstBlock, double mean, double deviation)
    {
        if (y.DType == DType.Float32)
        {
            Philox.Normal(y.Elements<float>(), seed, firstBlock, mean, deviation);
        }
        else
        {
            Philox.Normal(y.Elements<double>(), seed, firstBlock, mean, deviation);
        }
    }

    /// <inheritdoc/>
    internal override void SgdStep(Tensor weight, Tensor gradient, Tensor? velocity, double rate, double momentum, double decay, bool nesterov)
    {
        if (weight.DType == DType.Float32)
        {
            Step<float>();
        }
        else
        {
            Step<double>();
        }

        void Step<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            Span<T> w = weight.Elements<T>();
            if (velocity is null)
            {
                Updates.Plain<T>(w, gradient.Elements<T>(), T.CreateTruncating(rate), T.CreateTruncating(decay));
            }
            else
            {
                Updates.Momentum<T>(
                    w, gradient.Elements<T>(), velocity.Elements<T>(), T.CreateTruncating(rate), T.CreateTruncating(momentum), T.CreateTruncating(decay), nesterov);
            }
        }
    }

    /// <inheritdoc/>
    internal override void AdamStep(
        Tensor weight, Tensor gradient, Tensor mean, Tensor square, (double First, double Second) beta, double step, double rootCorrection, double epsilon, double decay)
    {
        if (weight.DType == DType.Float32)
        {
            Step<float>();
        }
        else
        {
            Step<double>();
        }

        void Step<T>()
            where T : unmanaged, IFloatingPointIeee754<T> => Updates.Adam<T>(
                weight.Elements<T>(),
                gradient.Elements<T>(),
                mean.Elements<T>(),
                square.Elements<T>(),
                T.CreateTruncating(beta.First),
                T.CreateTruncating(beta.Second),
                T.CreateTruncating(step),
                T.CreateTruncating(rootCorrection),
                T.CreateTruncating(epsilon),
                T.CreateTruncating(decay));
    }

    private static void Binary<TFormula, T>(TFormula formula, Tensor x, Tensor y, Tensor z)
        where TFormula : struct, IBinaryFormula
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool plainX = x.IsContiguous && (x.Shape == z.Shape || x.Count == 1);
        bool plainY = y.IsContiguous && (y.Shape == z.Shape || y.Count == 1);
        if (plainX && plainY && z.Count > 0)
        {
            Kernels.Elementwise.Binary(formula, x.Elements<T>(), y.Elements<T>(), z.Elements<T>());
            return;
        }

        Broadcast.Binary<TFormula, T>(
            formula,
            z.Shape.Span,
            x.Storage.Span<T>(),
            new Layout(z.Shape.Span, Stretched(x, z.Shape), x.Offset),
            y.Storage.Span<T>(),
            new Layout(z.Shape.Span, Stretched(y, z.Shape), y.Offset),
            z.Elements<T>());
    }

    private static unsafe void Multiply<T>(Tensor a, Tensor b, Tensor c, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* pa = a.Storage.Span<T>(), pb = b.Storage.Span<T>(), pc = c.Elements<T>())
        {
            Gemm.Multiply(
                a.Shape[0],
                b.Shape[1],
                a.Shape[1],
                new MatrixView<T>(pa + a.Offset, a.Strides[0], a.Strides[1]),
                new MatrixView<T>(pb + b.Offset, b.Strides[0], b.Strides[1]),
                pc,
                c.Shape[1],
                accumulate);
        }
    }

    /// <summary>The steps of an operand seen in the result's shape: 0 along the axes where it repeats.</summary>
    private static int[] Stretched(Tensor x, Shape shape)
    {
        int[] strides = new int[shape.Rank];
        int missing = shape.Rank - x.Rank;
        for (int axis = 0; axis < x.Rank; axis++)
        {
            strides[missing + axis] = x.Shape[axis] == 1 ? 0 : x.Strides[axis];
        }

        return strides;
    }

    private static Layout LayoutOf(Tensor x) => new(x.Shape.Span, x.Strides, x.Offset);

    // Copying does not ask what the bits mean.
    private static Span<TBits> Raw<TBits>(Tensor x)
        where TBits : unmanaged => x.DType switch
        {
            DType.Float32 => As<float, TBits>(x.Storage.Span<float>()),
            DType.Float64 => As<double, TBits>(x.Storage.Span<double>()),
            DType.Int64 => As<long, TBits>(x.Storage.Span<long>()),
            DType.UInt8 => As<byte, TBits>(x.Storage.Span<byte>()),
            _ => As<bool, TBits>(x.Storage.Span<bool>()),
        };

    private static Span<TBits> RawElements<TBits>(Tensor x)
        where TBits : unmanaged => Raw<TBits>(x).Slice(x.Offset, x.Count);

    private static Span<TBits> As<T, TBits>(Span<T> span)
        where T : unmanaged
        where TBits : unmanaged => System.Runtime.InteropServices.MemoryMarshal.Cast<T, TBits>(span);
}
