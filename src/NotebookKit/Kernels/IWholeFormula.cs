using System.Numerics;

namespace NotebookKit.Kernels;

/// <summary>z = f(x, y) on whole numbers; what does not fit wraps around.</summary>
internal interface IWholeFormula
{
    /// <summary>f(x, y).</summary>
    static abstract T Of<T>(T x, T y)
        where T : IBinaryInteger<T>;
}
