using NotebookKit.Kernels;

namespace NotebookKit.Devices;

/// <content>Picking numbers by their place.</content>
internal sealed partial class CpuDevice
{
    /// <inheritdoc/>
    internal override void Pick(Tensor x, Tensor indices, int middle, int count, int inner, Tensor y)
    {
        ReadOnlySpan<long> places = indices.Elements<long>();
        switch (x.DType.Size())
        {
            case 8:
                Picks.Pick(RawElements<ulong>(x), places, middle, count, inner, RawElements<ulong>(y));
                break;
            case 4:
                Picks.Pick(RawElements<uint>(x), places, middle, count, inner, RawElements<uint>(y));
                break;
            default:
                Picks.Pick(RawElements<byte>(x), places, middle, count, inner, RawElements<byte>(y));
                break;
        }
    }

    /// <inheritdoc/>
    internal override void AddPicked(Tensor x, Tensor indices, int middle, int count, int inner, Tensor y)
    {
        ReadOnlySpan<long> places = indices.Elements<long>();
        if (x.DType == DType.Float32)
        {
            Picks.Add(x.Elements<float>(), places, middle, count, inner, y.Elements<float>());
        }
        else
        {
            Picks.Add(x.Elements<double>(), places, middle, count, inner, y.Elements<double>());
        }
    }
}
