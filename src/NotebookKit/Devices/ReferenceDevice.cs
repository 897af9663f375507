using NotebookKit.Kernels.Simd;
using NotebookKit.Memory;

namespace NotebookKit.Devices;

/// <summary>The primitives and nothing else, one number at a time and in double precision, in the simplest loops there are.</summary>
/// <remarks>
/// What the fast kernels are compared with: each number is read as a double, whatever the tensor holds, and rounded once
/// when it is written. It has no fused kernels, so running an operation here also runs the plain steps that stand in for
/// them on a new device.
/// </remarks>
internal sealed partial class ReferenceDevice : Device
{
    /// <inheritdoc/>
    public override string Name => "reference";

    /// <inheritdoc/>
    internal override Storage Allocate(DType dtype, int count, bool lasting = false) => Cpu.Allocate(dtype, count, lasting);

    /// <inheritdoc/>
    internal override void Fill(Tensor y, double value) => Cpu.Fill(y, value);

    /// <inheritdoc/>
    internal override void Gather(Tensor x, Tensor y)
    {
        for (int i = 0; i < x.Count; i++)
        {
            Write(y, y.Offset + i, Read(x, Place(x, i)));
        }
    }

    /// <inheritdoc/>
    internal override void Scatter(Tensor x, Tensor y)
    {
        for (int i = 0; i < x.Count; i++)
        {
            Write(y, Place(y, i), Read(x, x.Offset + i));
        }
    }

    /// <inheritdoc/>
    internal override void Cast(Tensor x, Tensor y) => Cpu.Cast(x, y);

    /// <inheritdoc/>
    internal override void Unary<TFormula>(TFormula formula, Tensor x, Tensor y)
    {
        for (int i = 0; i < x.Count; i++)
        {
            Write(y, Place(y, i), formula.Scalar(Read(x, Place(x, i))));
        }
    }

    /// <inheritdoc/>
    internal override void Binary<TFormula>(TFormula formula, Tensor x, Tensor y, Tensor z)
    {
        using IDisposable off = Gradients.Gradient.Off();
        Tensor left = x.Expand(z.Shape);
        Tensor right = y.Expand(z.Shape);
        for (int i = 0; i < z.Count; i++)
        {
            Write(z, Place(z, i), formula.Scalar(Read(left, Place(left, i)), Read(right, Place(right, i))));
        }
    }

    /// <inheritdoc/>
    internal override void Sum(Tensor x, int outer, int middle, int inner, Tensor y)
    {
        for (int run = 0; run < outer * inner; run++)
        {
            double sum = 0;
            for (int m = 0; m < middle; m++)
            {
                sum += Read(x, x.Offset + Along(run, m, middle, inner));
            }

            Write(y, y.Offset + run, sum);
        }
    }

    /// <inheritdoc/>
    internal override void ArgMax(Tensor x, int outer, int middle, int inner, Tensor y)
    {
        for (int run = 0; run < outer * inner; run++)
        {
            int best = 0;
            for (int m = 1; m < middle; m++)
            {
                double candidate = Read(x, x.Offset + Along(run, m, middle, inner));
                double top = Read(x, x.Offset + Along(run, best, middle, inner));

                // NaN counts as largest; the first of equals stays.
                if (!double.IsNaN(top) && !(candidate <= top))
                {
                    best = m;
                }
            }

            Write(y, y.Offset + run, best);
        }
    }

    /// <inheritdoc/>
    internal override void Pick(Tensor x, Tensor indices, int middle, int count, int inner, Tensor y)
    {
        for (int i = 0; i < indices.Count; i++)
        {
            Write(y, y.Offset + i, Read(x, x.Offset + Picked(indices, i, middle, count, inner)));
        }
    }

    /// <inheritdoc/>
    internal override void AddPicked(Tensor x, Tensor indices, int middle, int count, int inner, Tensor y)
    {
        for (int i = 0; i < indices.Count; i++)
        {
            int to = y.Offset + Picked(indices, i, middle, count, inner);
            Write(y, to, Read(y, to) + Read(x, x.Offset + i));
        }
    }

    /// <inheritdoc/>
    internal override void MatMul(Tensor a, Tensor b, Tensor c, bool accumulate)
    {
        for (int i = 0; i < c.Count; i++)
        {
            (int row, int column) = (i / c.Shape[1], i % c.Shape[1]);
            double sum = accumulate ? Read(c, c.Offset + i) : 0;
            for (int k = 0; k < a.Shape[1]; k++)
            {
                sum += Read(a, a.Offset + (row * a.Strides[0]) + (k * a.Strides[1])) * Read(b, b.Offset + (k * b.Strides[0]) + (column * b.Strides[1]));
            }

            Write(c, c.Offset + i, sum);
        }
    }

    /// <inheritdoc/>
    internal override void Uniform(Tensor y, ulong seed, ulong firstBlock, double low, double high) => Cpu.Uniform(y, seed, firstBlock, low, high);

    /// <inheritdoc/>
    internal override void Normal(Tensor y, ulong seed, ulong firstBlock, double mean, double deviation) => Cpu.Normal(y, seed, firstBlock, mean, deviation);

    /// <inheritdoc/>
    internal override void Update<TRule, T>(TRule rule, Tensor weight, Tensor gradient, Tensor? first = null, Tensor? second = null, Tensor? third = null)
    {
        for (int i = 0; i < weight.Count; i++)
        {
            Lane<T> a = first is null ? Lane<T>.Zero : Lane<T>.Create(first.Elements<T>()[i]);
            Lane<T> b = second is null ? Lane<T>.Zero : Lane<T>.Create(second.Elements<T>()[i]);
            Lane<T> c = third is null ? Lane<T>.Zero : Lane<T>.Create(third.Elements<T>()[i]);
            Lane<T> moved = rule.Step(Lane<T>.Create(weight.Elements<T>()[i]), Lane<T>.Create(gradient.Elements<T>()[i]), ref a, ref b, ref c);
            weight.Elements<T>()[i] = Lane<T>.Sum(moved);
            if (first is not null)
            {
                first.Elements<T>()[i] = Lane<T>.Sum(a);
            }

            if (second is not null)
            {
                second.Elements<T>()[i] = Lane<T>.Sum(b);
            }

            if (third is not null)
            {
                third.Elements<T>()[i] = Lane<T>.Sum(c);
            }
        }
    }

    // Element m of a run through [outer, middle, inner] along the middle.
    private static int Along(int run, int m, int middle, int inner) => (((run / inner * middle) + m) * inner) + (run % inner);

    private static int Picked(Tensor indices, int i, int middle, int count, int inner) =>
        (((i / (count * inner) * middle) + (int)Read(indices, indices.Offset + i)) * inner) + (i % inner);

    // Where element i in logical order lies.
    private static int Place(Tensor x, int i)
    {
        int place = x.Offset;
        for (int axis = x.Rank - 1; axis >= 0; axis--)
        {
            place += i % x.Shape[axis] * x.Strides[axis];
            i /= x.Shape[axis];
        }

        return place;
    }

    private static double Read(Tensor x, int place) => x.DType switch
    {
        DType.Float32 => x.Storage.Span<float>()[place],
        DType.Float64 => x.Storage.Span<double>()[place],
        DType.Int64 => x.Storage.Span<long>()[place],
        DType.UInt8 => x.Storage.Span<byte>()[place],
        _ => x.Storage.Span<bool>()[place] ? 1 : 0,
    };

    private static void Write(Tensor y, int place, double value)
    {
        switch (y.DType)
        {
            case DType.Float32:
                y.Storage.Span<float>()[place] = (float)value;
                break;
            case DType.Float64:
                y.Storage.Span<double>()[place] = value;
                break;
            case DType.Int64:
                y.Storage.Span<long>()[place] = (long)value;
                break;
            case DType.UInt8:
                y.Storage.Span<byte>()[place] = (byte)value;
                break;
            default:
                y.Storage.Span<bool>()[place] = value != 0;
                break;
        }
    }
}
