using System.Numerics;
using NotebookKit.Kernels;
using NotebookKit.Kernels.Simd;
using NotebookKit.Ops;

namespace NotebookKit.Tests.Architecture;

/// <summary>The scalar form of every elementwise formula can become a GPU kernel.</summary>
public class GpuReadinessTests
{
    [Fact]
    public void Every_scalar_form_uses_only_what_a_GPU_kernel_can_hold()
    {
        Type[] formulas = [.. Structs().Where(type => type.IsAssignableTo(typeof(IUnaryFormula)) || type.IsAssignableTo(typeof(IBinaryFormula))).SelectMany(Closed)];
        Assert.True(formulas.Length > 30, "the search for formulas finds too few");
        Assert.Empty(formulas.SelectMany(GpuReadiness.Offences));
    }

    [Fact]
    public void The_check_finds_calls_and_instructions_that_no_GPU_kernel_can_hold()
    {
        IEnumerable<string> offences = GpuReadiness.Offences(typeof(Planted));
        Assert.Contains("Planted: Planted.Deeper has the instruction ldtoken", offences);
        Assert.Contains("Planted: Planted.Deeper calls T.CreateTruncating", offences);
        Assert.DoesNotContain(offences, offence => offence.Contains("Exp", StringComparison.Ordinal));
    }

    private static IEnumerable<Type> Structs() => typeof(Tensor).Assembly.GetTypes().Where(type => type.IsValueType);

    // A formula of an operation: with each operation that it is made for.
    private static IEnumerable<Type> Closed(Type formula)
    {
        if (!formula.IsGenericTypeDefinition)
        {
            return [formula];
        }

        Type[] sloped = [.. Structs().Where(type => type.IsAssignableTo(typeof(IUnaryOp)) && type.GetProperty(nameof(IUnaryOp.HasSlope))?.GetValue(null) is true)];
        Assert.Contains(typeof(Gelu), sloped);
        return sloped.Select(operation => formula.MakeGenericType(operation));
    }

    private readonly struct Planted : IUnaryFormula
    {
        public T Scalar<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => T.Exp(x) + Deeper(x);

        public TVector Vector<TVector, T>(TVector x)
            where TVector : struct, ISimd<TVector, T>
            where T : unmanaged, IFloatingPointIeee754<T> => x;

        private static T Deeper<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => typeof(T) == typeof(float) ? x : T.CreateTruncating(0.5);
    }
}
