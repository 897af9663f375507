using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Optimizers;

/// <summary>d = g / (g' - g) d', at most growth times d'; -rate g where d' is 0.</summary>
internal readonly struct QuickpropRule<T>((double Rate, double Growth, double Decay) c) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T back = T.CreateTruncating(-c.Rate);
    private readonly T growth = T.CreateTruncating(c.Growth);
    private readonly T decay = T.CreateTruncating(c.Decay);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Step<TVector>(TVector weight, TVector gradient, ref TVector first, ref TVector second, ref TVector third)
        where TVector : struct, ISimd<TVector, T>
    {
        TVector slope = TVector.MultiplyAdd(TVector.Create(decay), weight, gradient);
        TVector most = TVector.Create(growth);
        TVector ratio = TVector.Max(TVector.Min(slope / (first - slope), most), -most);

        // The slope has not fallen and its sign stays: no minimum lies ahead on this parabola.
        TVector opensDownward = TVector.WherePositive(TVector.Abs(first) - TVector.Abs(slope), TVector.Zero, TVector.WherePositive(slope * first, TVector.One, TVector.Zero));
        ratio = TVector.WherePositive(opensDownward, most, ratio);
        TVector jump = TVector.WherePositive(TVector.Abs(second), ratio * second, TVector.Create(back) * slope);

        // At a slope of 0 there is nowhere to go; 0 / 0 is not a number.
        jump = TVector.WherePositive(TVector.Abs(slope), jump, TVector.Zero);
        first = slope;
        second = jump;
        return weight + jump;
    }
}
