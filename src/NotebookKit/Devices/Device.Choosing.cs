using NotebookKit.Kernels;

namespace NotebookKit.Devices;

/// <content>Comparing, whole-number arithmetic, and choosing by a condition or by indices; for every kind of number.</content>
public abstract partial class Device
{
    /// <summary>z = whether x stands so to y; x and y may be views and axes of size 1 repeat.</summary>
    internal abstract void Compare<TTest>(Tensor x, Tensor y, Tensor z)
        where TTest : struct, IComparison;

    /// <summary>z = f(x, y) on Int64, UInt8, or Bool as 0 and 1; x and y may be views and axes of size 1 repeat.</summary>
    internal abstract void Whole<TFormula>(Tensor x, Tensor y, Tensor z)
        where TFormula : struct, IWholeFormula;

    /// <summary>z = x where the condition holds, else y; all three may be views and axes of size 1 repeat.</summary>
    internal abstract void Where(Tensor condition, Tensor x, Tensor y, Tensor z);

    /// <summary>y[o, k, :] = x[o, places[k], :] for x of [outer, middle, inner].</summary>
    internal abstract void SelectRows(Tensor x, Tensor places, int outer, int middle, int inner, Tensor y);

    /// <summary>y[o, places[k], :] += x[o, k, :] for y of [outer, middle, inner]; no Bool.</summary>
    internal abstract void AddRows(Tensor x, Tensor places, int outer, int middle, int inner, Tensor y);

    /// <summary>y[places[k], :] = x[k, :] for y of [.., inner]; the last of equal places wins.</summary>
    internal abstract void PutRows(Tensor x, Tensor places, int inner, Tensor y);

    /// <summary>The places of what is true, in order, as Int64.</summary>
    internal abstract Tensor NonZero(Tensor mask);
}
