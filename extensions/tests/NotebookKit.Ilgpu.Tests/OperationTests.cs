using NotebookKit.Gradients;
using NotebookKit.Ops;
using NotebookKit.Tests.Ops;
using KitDevice = NotebookKit.Devices.Device;

namespace NotebookKit.Ilgpu.Tests;

/// <summary>Every operation with its own cases on a GPU that the processor plays, beside the processor itself: results and gradients; and its kernels in the language of a card.</summary>
[Collection(nameof(SimulatedGpu))]
public sealed class OperationTests(SimulatedGpu simulated)
{
    public static IEnumerable<object[]> Names => OpRegistry.Ops.SelectMany(op => new[] { DType.Float32, DType.Float64 }, (op, dtype) => new object[] { op.Name, dtype });

    [Theory]
    [MemberData(nameof(Names))]
    public void The_gpu_and_the_processor_agree_on_result_and_gradients_and_the_kernels_compile_for_a_card(string name, DType dtype)
    {
        foreach (OpCase check in OpRegistry.CasesOf(OpRegistry.Ops.Single(op => op.Name == name)))
        {
            double[][] inputs = OpRegistry.InputsOf(check);
            double tolerance = dtype == DType.Float64 ? 1e-12 : check.Tolerance;
            (double[] expected, double[][] expectedSlopes) = Run(check, inputs, dtype, KitDevice.Cpu);
            (double[] actual, double[][] slopes) = Run(check, inputs, dtype, simulated.Device);
            Close.Assert(expected, actual, tolerance, $"{name} {check.Name} {dtype}");
            Assert.Equal(expectedSlopes.Length, slopes.Length);
            for (int i = 0; i < slopes.Length; i++)
            {
                Close.Assert(expectedSlopes[i], slopes[i], 10 * tolerance, $"{name} {check.Name} {dtype}, gradient {i}");
            }
        }

        simulated.CompileForACard();
    }

    private static (double[] Result, double[][] Gradients) Run(OpCase check, double[][] inputs, DType dtype, KitDevice device)
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
}
