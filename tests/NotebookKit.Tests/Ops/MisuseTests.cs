using NotebookKit.Devices;
using NotebookKit.Ops;

namespace NotebookKit.Tests.Ops;

/// <summary>What every operation refuses, whatever it computes: numbers of the wrong kind, two devices at once, a buffer that is gone.</summary>
/// <remarks>Wrong shapes, axes and sizes differ from operation to operation and stand in the misuse table of each family.</remarks>
public class MisuseTests
{
    // These move, choose or count numbers and take every kind.
    private static readonly string[] AnyKind =
    [
        nameof(Cast), nameof(Concatenate), nameof(Copy), nameof(CumSum), nameof(Diagonal), nameof(DiagonalMatrix), nameof(Embed), nameof(Expand), nameof(Flip), nameof(Gather), nameof(IndexSelect),
        nameof(Move), nameof(Pad), nameof(Permute), nameof(Reshape), nameof(Roll), nameof(Scatter), nameof(Slice), nameof(Sum), nameof(Where),
    ];

    public static TheoryData<string> Names => [.. OpRegistry.Ops.Select(op => op.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Truths_are_refused_where_numbers_are_needed(string name)
    {
        foreach (OpCase check in Cases(name))
        {
            Tensor[] truths = [.. check.Shapes.Select(shape => Tensor.Zeros(shape, DType.Bool))];
            if (AnyKind.Contains(name))
            {
                check.Run(truths);
                continue;
            }

            ArgumentException error = Assert.Throws<ArgumentException>(() => check.Run(truths));
            Assert.Contains("Bool", error.Message, StringComparison.Ordinal);
            Assert.Contains("To(DType.", error.Message, StringComparison.Ordinal);
            Assert.Matches("^[A-Z][A-Za-z0-9]+: ", error.Message);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Operands_on_two_devices_are_refused(string name)
    {
        foreach (OpCase check in Cases(name).Where(check => check.Shapes.Count > 1))
        {
            Tensor[] inputs = OpRegistry.Tensors(check, OpRegistry.InputsOf(check), DType.Float32);
            inputs[1] = inputs[1].To(Device.Reference);
            ArgumentException error = Assert.Throws<ArgumentException>(() => check.Run(inputs));
            Assert.Contains("reference", error.Message, StringComparison.Ordinal);
            Assert.Contains("bring them to one device", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_buffer_that_went_back_to_the_pool_is_refused(string name)
    {
        foreach (OpCase check in Cases(name).Where(check => check.Shapes.All(shape => shape.Count > 0)))
        {
            for (int gone = 0; gone < check.Shapes.Count; gone++)
            {
                Tensor[] inputs = OpRegistry.Tensors(check, OpRegistry.InputsOf(check), DType.Float64);
                inputs[gone].Storage.Release();

                // A view computes nothing, so it is its reader who finds out.
                ObjectDisposedException error = Assert.Throws<ObjectDisposedException>(() => check.Run(inputs).ToArray<double>());
                Assert.Contains("Keep()", error.Message, StringComparison.Ordinal);
            }
        }
    }

    private static IReadOnlyList<OpCase> Cases(string name) => OpRegistry.CasesOf(OpRegistry.Ops.Single(op => op.Name == name));
}
