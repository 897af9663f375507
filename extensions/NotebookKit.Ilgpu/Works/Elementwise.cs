using System.Numerics;
using ILGPU;
using NotebookKit.Kernels;

namespace NotebookKit.Ilgpu.Works;

/// <summary>y = value.</summary>
internal readonly struct FillWork<T>(ArrayView<T> y, T value) : IWork
    where T : unmanaged
{
    /// <inheritdoc/>
    public void Run(int i) => y[i] = value;
}

/// <summary>y = f(x).</summary>
internal readonly struct UnaryWork<TFormula, T>(TFormula formula, ArrayView<T> x, ArrayView<T> y) : IWork
    where TFormula : struct, IUnaryFormula
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int i) => y[i] = GpuLane<T>.Sum(formula.Vector<GpuLane<T>, T>(GpuLane<T>.Create(x[i])));
}

/// <summary>z = f(x, y) for operands that each lie as the result does, or are one number: their step is 1 or 0.</summary>
internal readonly struct BinaryAlikeWork<TFormula, T>(TFormula formula, ArrayView<T> x, int stepX, ArrayView<T> y, int stepY, ArrayView<T> z) : IWork
    where TFormula : struct, IBinaryFormula
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int i) => z[i] = GpuLane<T>.Sum(formula.Vector<GpuLane<T>, T>(GpuLane<T>.Create(x[i * stepX]), GpuLane<T>.Create(y[i * stepY])));
}

/// <summary>z = f(x, y) for operands that repeat or lie otherwise.</summary>
internal readonly struct BinaryWork<TFormula, T>(TFormula formula, Axes axes, ArrayView<T> x, ArrayView<T> y, ArrayView<T> z) : IWork
    where TFormula : struct, IBinaryFormula
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        axes.Find(i, out int first, out int second, out _);
        z[i] = GpuLane<T>.Sum(formula.Vector<GpuLane<T>, T>(GpuLane<T>.Create(x[first]), GpuLane<T>.Create(y[second])));
    }
}

/// <summary>z = what division by y leaves of x, with the sign of y; or how many times y goes into x, rounded down.</summary>
/// <remarks>The library's formulas for these take numbers apart in the processor's memory; the remainder of floats is exact in either form.</remarks>
internal readonly struct DivisionWork<T>(Axes axes, ArrayView<T> x, ArrayView<T> y, ArrayView<T> z, int floors) : IWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        axes.Find(i, out int first, out int second, out _);
        double a = Numbers.Wide(x[first]);
        double b = Numbers.Wide(y[second]);
        double rest = Functions.Remainder(a, b);
        bool below = rest != 0 && (rest < 0) != (b < 0);
        double steps = GpuLane<double>.Sum(GpuLane<double>.Round(GpuLane<double>.Create((a - rest) / b)));
        double value = below ? rest + b : rest;
        if (floors != 0)
        {
            value = b == 0 ? a / b : below ? steps - 1 : steps;
        }

        z[i] = Numbers.Narrow<T>(value);
    }
}

/// <summary>z = whether x stands so to y.</summary>
internal readonly struct CompareWork<TTest, T>(Axes axes, ArrayView<T> x, ArrayView<T> y, ArrayView<byte> z) : IWork
    where TTest : struct, IComparison
    where T : unmanaged, INumber<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        axes.Find(i, out int first, out int second, out _);
        z[i] = TTest.Holds(x[first], y[second]) ? (byte)1 : (byte)0;
    }
}

/// <summary>z = f(x, y) on whole numbers.</summary>
internal readonly struct WholeWork<TFormula, T>(Axes axes, ArrayView<T> x, ArrayView<T> y, ArrayView<T> z) : IWork
    where TFormula : struct, IWholeFormula
    where T : unmanaged, IBinaryInteger<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        axes.Find(i, out int first, out int second, out _);
        z[i] = TFormula.Of(x[first], y[second]);
    }
}

/// <summary>z = x where the condition holds, else y; of bits, whatever they mean.</summary>
internal readonly struct WhereWork<TBits>(Axes axes, ArrayView<byte> condition, ArrayView<TBits> x, ArrayView<TBits> y, ArrayView<TBits> z) : IWork
    where TBits : unmanaged
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        axes.Find(i, out int chosen, out int first, out int second);
        z[i] = condition[chosen] != 0 ? x[first] : y[second];
    }
}

/// <summary>y = x, from a view.</summary>
internal readonly struct GatherWork<TBits>(Axes axes, ArrayView<TBits> x, ArrayView<TBits> y) : IWork
    where TBits : unmanaged
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        axes.Find(i, out int from, out _, out _);
        y[i] = x[from];
    }
}

/// <summary>y = x, into a view.</summary>
internal readonly struct ScatterWork<TBits>(Axes axes, ArrayView<TBits> x, ArrayView<TBits> y) : IWork
    where TBits : unmanaged
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        axes.Find(i, out int to, out _, out _);
        y[to] = x[i];
    }
}

/// <summary>y = scale x where kept, else 0.</summary>
internal readonly struct KeepWork<T>(ArrayView<T> x, ArrayView<byte> kept, T scale, ArrayView<T> y) : IWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int i) => y[i] = kept[i] != 0 ? x[i] * scale : default;
}

/// <summary>Moves each weight by an optimiser's rule; what is not remembered has a step of 0 and is neither read nor written.</summary>
internal readonly struct UpdateWork<TRule, T>(TRule rule, ArrayView<T> weight, ArrayView<T> gradient, ArrayView<T> first, ArrayView<T> second, ArrayView<T> third, int remembered) : IWork
    where TRule : struct, IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        GpuLane<T> a = (remembered & 1) != 0 ? GpuLane<T>.Create(first[i]) : GpuLane<T>.Zero;
        GpuLane<T> b = (remembered & 2) != 0 ? GpuLane<T>.Create(second[i]) : GpuLane<T>.Zero;
        GpuLane<T> c = (remembered & 4) != 0 ? GpuLane<T>.Create(third[i]) : GpuLane<T>.Zero;
        weight[i] = GpuLane<T>.Sum(rule.Step(GpuLane<T>.Create(weight[i]), GpuLane<T>.Create(gradient[i]), ref a, ref b, ref c));
        if ((remembered & 1) != 0)
        {
            first[i] = GpuLane<T>.Sum(a);
        }

        if ((remembered & 2) != 0)
        {
            second[i] = GpuLane<T>.Sum(b);
        }

        if ((remembered & 4) != 0)
        {
            third[i] = GpuLane<T>.Sum(c);
        }
    }
}
