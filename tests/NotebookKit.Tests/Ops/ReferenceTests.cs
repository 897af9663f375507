using NotebookKit.Devices;
using NotebookKit.Gradients;
using NotebookKit.Ops;

namespace NotebookKit.Tests.Ops;

/// <summary>Every operation on the slow device in double precision: what the fast kernels, and the fused ones, must agree with.</summary>
/// <remarks>
/// That device has the primitives alone, so a fused kernel of the processor is here compared with the plain steps that
/// stand in for it elsewhere.
/// </remarks>
public class ReferenceTests
{
    public static TheoryData<string> Names => [.. OpRegistry.Ops.Select(op => op.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Both_devices_agree_on_result_and_gradients(string name)
    {
        foreach (OpCase check in OpRegistry.CasesOf(OpRegistry.Ops.Single(op => op.Name == name)))
        {
            double[][] inputs = OpRegistry.InputsOf(check);
            foreach (DType dtype in new[] { DType.Float32, DType.Float64 })
            {
                double tolerance = dtype == DType.Float64 ? 1e-12 : check.Tolerance;
                (double[] fast, double[][] fastSlopes) = Run(check, inputs, dtype, Device.Cpu);
                (double[] slow, double[][] slowSlopes) = Run(check, inputs, dtype, Device.Reference);
                AssertClose(slow, fast, tolerance, $"{name} {check.Name} {dtype}");
                for (int i = 0; i < slowSlopes.Length; i++)
                {
                    AssertClose(slowSlopes[i], fastSlopes[i], 10 * tolerance, $"{name} {check.Name} {dtype}, gradient {i}");
                }
            }
        }
    }

    [Fact]
    public void Operands_on_two_devices_are_refused()
    {
        Tensor here = Tensor.Ones([3]);
        ArgumentException error = Assert.Throws<ArgumentException>(() => here + here.To(Device.Reference));
        Assert.Contains("cpu and reference", error.Message, StringComparison.Ordinal);
    }

    private static (double[] Result, double[][] Gradients) Run(OpCase check, double[][] inputs, DType dtype, Device device)
    {
        Tensor[] x = [.. OpRegistry.Tensors(check, inputs, dtype).Select(tensor => tensor.To(device))];
        foreach (Tensor input in x)
        {
            input.RequiresGrad = true;
        }

        Tensor y = check.Run(x);
        if (!y.RequiresGrad)
        {
            return (y.ToArray<double>(), []);
        }

        Tensor start = Tensor.From([.. Enumerable.Range(0, y.Count).Select(i => 1 + (0.5 * Math.Sin(i)))], y.Shape).To(dtype).To(y.Device);
        return (y.ToArray<double>(), [.. Gradient.Of(y, x, start: start).Select(gradient => gradient.ToArray<double>())]);
    }

    private static void AssertClose(double[] expected, double[] actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = expected.Select(Math.Abs).DefaultIfEmpty(0).Max();
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(largest, 0.1), $"{what}: element {i} is {actual[i]:R}, and {expected[i]:R} on the reference device");
        }
    }
}
