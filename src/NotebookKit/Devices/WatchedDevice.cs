using NotebookKit.Memory;

namespace NotebookKit.Devices;

/// <summary>A device that is looked at: another one, with a note of how long each of its kernels took.</summary>
/// <remarks>Results are those of the other device. Only what is called from outside counts: a fused kernel that is made of steps is one kernel.</remarks>
internal sealed partial class WatchedDevice(Device watched, Profiler profiler) : Device
{
    /// <inheritdoc/>
    public override string Name => watched.Name;

    /// <summary>The device itself.</summary>
    public Device Inner => watched;

    /// <inheritdoc/>
    internal override RecurrentKernels? Recurrent => watched.Recurrent is { } kernels ? new WatchedRecurrentKernels(kernels, profiler) : null;

    /// <inheritdoc/>
    internal override Storage Allocate(DType dtype, int count, bool lasting = false)
    {
        Profiler.Allocated((long)count * dtype.Size());
        return watched.Allocate(dtype, count, lasting);
    }

    /// <inheritdoc/>
    internal override Tensor Hosted(Tensor x) => watched.Hosted(x);

    /// <inheritdoc/>
    internal override void Fill(Tensor y, double value)
    {
        using (profiler.Step(nameof(Fill), 0))
        {
            watched.Fill(y, value);
        }
    }

    /// <inheritdoc/>
    internal override void Gather(Tensor x, Tensor y)
    {
        using (profiler.Step(nameof(Gather), 0))
        {
            watched.Gather(x, y);
        }
    }

    /// <inheritdoc/>
    internal override void Scatter(Tensor x, Tensor y)
    {
        using (profiler.Step(nameof(Scatter), 0))
        {
            watched.Scatter(x, y);
        }
    }

    /// <inheritdoc/>
    internal override void Cast(Tensor x, Tensor y)
    {
        using (profiler.Step(nameof(Cast), 0))
        {
            watched.Cast(x, y);
        }
    }

    /// <inheritdoc/>
    internal override void Unary<TFormula>(TFormula formula, Tensor x, Tensor y)
    {
        using (profiler.Step(NameOf(typeof(TFormula)), y.Count))
        {
            watched.Unary(formula, x, y);
        }
    }

    /// <inheritdoc/>
    internal override void Binary<TFormula>(TFormula formula, Tensor x, Tensor y, Tensor z)
    {
        using (profiler.Step(NameOf(typeof(TFormula)), z.Count))
        {
            watched.Binary(formula, x, y, z);
        }
    }

    /// <inheritdoc/>
    internal override void Sum(Tensor x, int outer, int middle, int inner, Tensor y)
    {
        using (profiler.Step(nameof(Sum), x.Count))
        {
            watched.Sum(x, outer, middle, inner, y);
        }
    }

    /// <inheritdoc/>
    internal override void ArgMax(Tensor x, int outer, int middle, int inner, Tensor y)
    {
        using (profiler.Step(nameof(ArgMax), x.Count))
        {
            watched.ArgMax(x, outer, middle, inner, y);
        }
    }

    /// <inheritdoc/>
    internal override void Pick(Tensor x, Tensor indices, int middle, int count, int inner, Tensor y)
    {
        using (profiler.Step(nameof(Pick), 0))
        {
            watched.Pick(x, indices, middle, count, inner, y);
        }
    }

    /// <inheritdoc/>
    internal override void AddPicked(Tensor x, Tensor indices, int middle, int count, int inner, Tensor y)
    {
        using (profiler.Step(nameof(AddPicked), x.Count))
        {
            watched.AddPicked(x, indices, middle, count, inner, y);
        }
    }

    /// <inheritdoc/>
    internal override void MatMulEach(Tensor a, Tensor b, Tensor c)
    {
        using (profiler.Step(nameof(MatMul), 2.0 * c.Count * a.Shape[^1]))
        {
            watched.MatMulEach(a, b, c);
        }
    }

    /// <inheritdoc/>
    internal override void MatMulOnRow(Tensor a, Tensor b, Tensor row, Tensor c)
    {
        using (profiler.Step(nameof(MatMul), 2.0 * a.Shape[0] * a.Shape[1] * b.Shape[1]))
        {
            watched.MatMulOnRow(a, b, row, c);
        }
    }

    /// <inheritdoc/>
    internal override void MatMul(Tensor a, Tensor b, Tensor c, bool accumulate)
    {
        using (profiler.Step(nameof(MatMul), 2.0 * a.Shape[0] * a.Shape[1] * b.Shape[1]))
        {
            watched.MatMul(a, b, c, accumulate);
        }
    }

    /// <inheritdoc/>
    internal override void Uniform(Tensor y, ulong seed, ulong firstBlock, double low, double high)
    {
        using (profiler.Step(nameof(Uniform), 0))
        {
            watched.Uniform(y, seed, firstBlock, low, high);
        }
    }

    /// <inheritdoc/>
    internal override void Normal(Tensor y, ulong seed, ulong firstBlock, double mean, double deviation)
    {
        using (profiler.Step(nameof(Normal), 0))
        {
            watched.Normal(y, seed, firstBlock, mean, deviation);
        }
    }

    /// <inheritdoc/>
    internal override void Update<TRule, T>(TRule rule, Tensor weight, Tensor gradient, Tensor? first = null, Tensor? second = null, Tensor? third = null)
    {
        using (profiler.Step(Plain(typeof(TRule).Name), 4.0 * weight.Count))
        {
            watched.Update<TRule, T>(rule, weight, gradient, first, second, third);
        }
    }

    // A rule's name is that of its optimiser: AdamRule`1 is Adam.
    // What takes an operation back in one pass bears the operation's name.
    private static string NameOf(Type formula) => formula.IsGenericType ? $"{formula.GenericTypeArguments[0].Name}Gradient" : formula.Name;

    private static string Plain(string rule) => rule.Split('`')[0].Replace("Rule", string.Empty, StringComparison.Ordinal);
}
