using NotebookKit.Devices;
using NotebookKit.Gradients;
using NotebookKit.Ops;

namespace NotebookKit.Layers;

/// <summary>Moves the running estimates of a normalisation towards a batch's: running = (1 - share) running + share fresh.</summary>
/// <remarks>
/// On the processor in one loop over the numbers: as five tensors of a few dozen numbers each it took as many bytes and as long as the recording of the
/// whole layer. Elsewhere in those five steps, to the same bits.
/// </remarks>
internal static class RunningEstimate
{
    /// <summary>Moves an estimate towards a batch's means, 0, or variances, 1, each times a factor.</summary>
    public static void Move(ModuleBuffer running, Tensor moments, int which, double factor, double share)
    {
        if (running.Device is not CpuDevice || moments.Device is not CpuDevice)
        {
            Tensor fresh = Ops.BatchNorm.Moment(moments, which);
            using IDisposable off = Gradient.Off();
            running.Set((running.To(DType.Float64) * (1 - share)) + (fresh * factor * share));
            return;
        }

        ReadOnlySpan<double> numbers = moments.Elements<double>().Slice(which * running.Count, running.Count);
        if (running.DType == DType.Float32)
        {
            Span<float> single = running.Elements<float>();
            for (int i = 0; i < single.Length; i++)
            {
                single[i] = (float)((single[i] * (1 - share)) + (numbers[i] * factor * share));
            }
        }
        else
        {
            Span<double> own = running.Elements<double>();
            for (int i = 0; i < own.Length; i++)
            {
                own[i] = (own[i] * (1 - share)) + (numbers[i] * factor * share);
            }
        }

        InPlace.Wrote(running);
    }

    /// <summary>Counts one more batch, and gives its share in the estimates: the momentum, or one of as many as there are now.</summary>
    public static double Share(ModuleBuffer batches, double? momentum)
    {
        if (batches.Device is CpuDevice)
        {
            long now = ++batches.Elements<long>()[0];
            InPlace.Wrote(batches);
            return momentum ?? (1.0 / now);
        }

        // Read only where it counts: a device with a memory of its own would be waited for.
        using IDisposable off = Gradient.Off();
        batches.Set(batches + 1);
        return momentum ?? (1.0 / batches.Item());
    }
}
