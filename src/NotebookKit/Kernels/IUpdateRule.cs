using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>How an optimiser moves one weight, in the vector form that the loop runs for all of them.</summary>
/// <typeparam name="T">The weights' numbers.</typeparam>
internal interface IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The new weights.</summary>
    /// <param name="weight">The weights so far.</param>
    /// <param name="gradient">Their gradients.</param>
    /// <param name="first">What the optimiser remembers for each weight, such as a velocity; changed here. Zero when it remembers nothing.</param>
    /// <param name="second">A second such number.</param>
    /// <param name="third">A third such number.</param>
    TVector Step<TVector>(TVector weight, TVector gradient, ref TVector first, ref TVector second, ref TVector third)
        where TVector : struct, ISimd<TVector, T>;
}
