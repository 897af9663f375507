using System.Reflection;
using NotebookKit.Kernels.Simd;
using NotebookKit.Ops;

namespace NotebookKit.Tests.Ops;

/// <summary>Every operation of the library with its cases, found by reflection.</summary>
internal static class OpRegistry
{
    public static IReadOnlyList<Type> Ops { get; } =
        [.. typeof(IOp).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(IOp)) && !type.IsInterface).OrderBy(type => type.Name, StringComparer.Ordinal)];

    public static IReadOnlyList<OpCase> CasesOf(Type op) =>
        [.. (IEnumerable<OpCase>)op.GetProperty(nameof(IOp.Cases), BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!];

    /// <summary>Inputs of a case, the same every time.</summary>
    public static double[][] InputsOf(OpCase check)
    {
        Random random = new(17);
        return [.. check.Shapes.Select(shape => Enumerable.Range(0, shape.Count).Select(_ => Draw(check, random)).ToArray())];
    }

    public static Tensor[] Tensors(OpCase check, double[][] inputs, DType dtype, bool requiresGrad = false) =>
        [.. inputs.Select((values, i) =>
        {
            Tensor x = Tensor.From(values, check.Shapes[i]).To(dtype);
            x.RequiresGrad = requiresGrad;
            return x;
        })];

    /// <summary>Runs something on every kernel variant of this machine and of narrower ones.</summary>
    public static void OnEveryVariant(Action<SimdWidth> action)
    {
        SimdWidth before = KernelVariant.Width;
        try
        {
            foreach (SimdWidth width in Enum.GetValues<SimdWidth>())
            {
                KernelVariant.Width = width;
                action(width);
            }
        }
        finally
        {
            KernelVariant.Width = before;
        }
    }

    private static double Draw(OpCase check, Random random)
    {
        while (true)
        {
            double value = check.Low + ((check.High - check.Low) * random.NextDouble());
            if (check.Kink is not { } kink || Math.Abs(value - kink) > 0.05)
            {
                return value;
            }
        }
    }
}
