using System.Numerics;
using NotebookKit.Kernels;
using NotebookKit.Ops;

namespace NotebookKit.Devices;

/// <summary>The fused time steps on this machine's processor: picks the kind of number and hands pointers on.</summary>
internal sealed unsafe class CpuRecurrentKernels : RecurrentKernels
{
    /// <inheritdoc/>
    public override Tensor Pack(Tensor weights)
    {
        return weights.DType == DType.Float32 ? Run<float>() : Run<double>();

        Tensor Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            (int depth, int columns) = (weights.Shape[0], weights.Shape[1]);
            Tensor packed = Tensor.Empty(new Shape(PackedMatrix<T>.Room(depth, columns)), weights.DType, weights.Device);
            fixed (T* from = weights.Storage.Span<T>(), to = packed.Elements<T>())
            {
                new PackedMatrix<T>(to, depth, columns).Fill(new MatrixView<T>(from + weights.Offset, weights.Strides[0], weights.Strides[1]));
            }

            return packed;
        }
    }

    /// <inheritdoc/>
    public override void Multiply(Tensor a, Tensor packed, Tensor c, bool accumulate)
    {
        if (a.DType == DType.Float32)
        {
            Run<float>();
        }
        else
        {
            Run<double>();
        }

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            (int rows, int depth, int columns) = (a.Shape[0], a.Shape[1], c.Shape[1]);
            fixed (T* pa = a.Storage.Span<T>(), pb = packed.Elements<T>(), pc = c.Elements<T>())
            {
                Gemm.Multiply(rows, columns, depth, new MatrixView<T>(pa + a.Offset, a.Strides[0], a.Strides[1]), new PackedMatrix<T>(pb, depth, columns), pc, columns, accumulate);
            }
        }
    }

    /// <inheritdoc/>
    public override void Lstm(
        GateStep step, bool coupled, Tensor? peepholes, Tensor gates, Tensor cellBefore, Tensor hiddenBefore, Tensor cell, Tensor squashed, Tensor hidden)
    {
        if (gates.DType == DType.Float32)
        {
            Run<float>();
        }
        else
        {
            Run<double>();
        }

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            fixed (T* p0 = Numbers<T>(peepholes), p1 = gates.Elements<T>(), p2 = cellBefore.Elements<T>(), p3 = hiddenBefore.Elements<T>(), p4 = cell.Elements<T>(), p5 = squashed.Elements<T>(), p6 = hidden.Elements<T>())
            {
                LstmGates.Forward(new LstmCellRows<T>(step, coupled, p0, p1, p2, p3, p4, p5, p6));
            }
        }
    }

    /// <inheritdoc/>
    public override void LstmGradient(
        GateStep step, bool coupled, Tensor? peepholes, Tensor gates, Tensor cellBefore, Tensor squashed, Tensor gradient, Tensor carry, Tensor cellGradient, Tensor gateGradient)
    {
        if (gates.DType == DType.Float32)
        {
            Run<float>();
        }
        else
        {
            Run<double>();
        }

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            fixed (T* p0 = Numbers<T>(peepholes), p1 = gates.Elements<T>(), p2 = cellBefore.Elements<T>(), p3 = squashed.Elements<T>(), p4 = gradient.Elements<T>(), p5 = carry.Elements<T>(), p6 = cellGradient.Elements<T>(), p7 = gateGradient.Elements<T>())
            {
                LstmGates.Backward(new LstmSlopeRows<T>(step, coupled, p0, p1, p2, p3, p4, p5, p6, p7));
            }
        }
    }

    /// <inheritdoc/>
    public override int LstmInputSteps(SequencePlan plan, bool coupled, DType type)
    {
        return type == DType.Float32 ? Steps<float>() : Steps<double>();

        int Steps<T>()
            where T : unmanaged, IFloatingPointIeee754<T> =>
            LstmGates.TakesInput<T>(plan.Batch, plan.Hidden, coupled ? 3 : 4) ? InputProduct<T>.StepsTogether(plan.Batch, plan.Steps) : 0;
    }

    /// <inheritdoc/>
    public override void LstmSteps(in LstmRun run, Tensor weights)
    {
        Tensor? inputWeights = run.Input is { } input ? Pack(input.Weights.Transpose()) : null;
        if (run.Gates.DType == DType.Float32)
        {
            LstmSequence.Forward<float>(run, weights, inputWeights);
        }
        else
        {
            LstmSequence.Forward<double>(run, weights, inputWeights);
        }
    }

    /// <inheritdoc/>
    public override bool WritesOverGates => true;

    /// <inheritdoc/>
    public override void LstmStepsBack(in LstmRun run, Tensor weights, Tensor slopes, Tensor carry, Tensor cellGradient, Tensor sums)
    {
        if (run.Gates.DType == DType.Float32)
        {
            LstmSequence.Backward<float>(run, weights, slopes, carry, cellGradient, sums);
        }
        else
        {
            LstmSequence.Backward<double>(run, weights, slopes, carry, cellGradient, sums);
        }
    }

    /// <inheritdoc/>
    public override void Gru(
        GateStep step, Tensor gates, Tensor product, Tensor before, Tensor hidden)
    {
        if (gates.DType == DType.Float32)
        {
            Run<float>();
        }
        else
        {
            Run<double>();
        }

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            fixed (T* p0 = gates.Elements<T>(), p1 = product.Elements<T>(), p2 = before.Elements<T>(), p3 = hidden.Elements<T>())
            {
                GruGates.Forward(step, p0, p1, p2, p3);
            }
        }
    }

    /// <inheritdoc/>
    public override void GruGradient(
        GateStep step, Tensor gates, Tensor product, Tensor before, Tensor gradient, Tensor carry, Tensor inputGradient, Tensor productGradient)
    {
        if (gates.DType == DType.Float32)
        {
            Run<float>();
        }
        else
        {
            Run<double>();
        }

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            fixed (T* p0 = gates.Elements<T>(), p1 = product.Elements<T>(), p2 = before.Elements<T>(), p3 = gradient.Elements<T>(), p4 = carry.Elements<T>(), p5 = inputGradient.Elements<T>(), p6 = productGradient.Elements<T>())
            {
                GruGates.Backward(step, p0, p1, p2, p3, p4, p5, p6);
            }
        }
    }

    /// <inheritdoc/>
    public override void Rnn(
        GateStep step, bool rectified, Tensor sums, Tensor before, Tensor hidden)
    {
        if (sums.DType == DType.Float32)
        {
            Run<float>();
        }
        else
        {
            Run<double>();
        }

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            fixed (T* p0 = sums.Elements<T>(), p1 = before.Elements<T>(), p2 = hidden.Elements<T>())
            {
                RnnGates.Forward(step, rectified, p0, p1, p2);
            }
        }
    }

    /// <inheritdoc/>
    public override void RnnGradient(
        GateStep step, bool rectified, Tensor hidden, Tensor gradient, Tensor carry, Tensor sumGradient)
    {
        if (hidden.DType == DType.Float32)
        {
            Run<float>();
        }
        else
        {
            Run<double>();
        }

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            fixed (T* p0 = hidden.Elements<T>(), p1 = gradient.Elements<T>(), p2 = carry.Elements<T>(), p3 = sumGradient.Elements<T>())
            {
                RnnGates.Backward(step, rectified, p0, p1, p2, p3);
            }
        }
    }

    private static Span<T> Numbers<T>(Tensor? x)
        where T : unmanaged => x is null ? default : x.Elements<T>();
}
