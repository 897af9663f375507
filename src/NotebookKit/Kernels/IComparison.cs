using System.Numerics;

namespace NotebookKit.Kernels;

/// <summary>A question about two numbers of any kind.</summary>
internal interface IComparison
{
    /// <summary>Whether x stands so to y.</summary>
    static abstract bool Holds<T>(T x, T y)
        where T : INumber<T>;
}
