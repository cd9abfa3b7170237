package io.traceo.activities.forecast;

import jdplus.toolkit.base.api.data.DoubleSeq;
import jdplus.toolkit.base.core.data.DataBlock;
import jdplus.toolkit.base.core.math.functions.IParametersDomain;
import jdplus.toolkit.base.core.math.functions.ParamValidation;
import jdplus.toolkit.base.core.math.functions.ssq.ISsqFunction;
import jdplus.toolkit.base.core.math.functions.ssq.ISsqFunctionPoint;

/**
 * The errors of an ETS model as a function of parameters without bounds: each is a share, by the
 * logistic function, of what the usual region leaves it (0 < alpha < 1, 0 < beta < alpha, 0 < gamma
 * < 1 - alpha, 0.8 < phi < 0.98; Hyndman and Athanasopoulos, 3rd edition, section 8.6).
 */
@SuppressWarnings("ArrayRecordComponent") // For calculating with: never compared, nor changed.
record EtsSquares(double[] y, EtsModel.State start, boolean trend)
    implements ISsqFunction, IParametersDomain {
  private static final double PHI_LOW = 0.8;
  private static final double PHI_HIGH = 0.98;

  static EtsModel model(DoubleSeq parameters, boolean trend) {
    double alpha = share(parameters.get(0));
    double gamma = (1 - alpha) * share(parameters.get(1));
    double beta = trend ? alpha * share(parameters.get(2)) : 0;
    double phi = trend ? PHI_LOW + (PHI_HIGH - PHI_LOW) * share(parameters.get(3)) : 0;
    return new EtsModel(alpha, beta, gamma, phi);
  }

  /** Where to begin: a slow trend that lasts. */
  double[] unbounded(double alpha, double gamma) {
    double season = inverse(gamma / (1 - alpha));
    return trend
        ? new double[] {inverse(alpha), season, inverse(0.1), inverse(0.9)}
        : new double[] {inverse(alpha), season};
  }

  @Override
  public ISsqFunctionPoint ssqEvaluate(DoubleSeq parameters) {
    DoubleSeq errors = DoubleSeq.of(model(parameters, trend).run(y, start).errors());
    return new Point(this, parameters, errors);
  }

  @Override
  public IParametersDomain getDomain() {
    return this;
  }

  @Override
  public boolean checkBoundaries(DoubleSeq parameters) {
    return true;
  }

  @Override
  public double epsilon(DoubleSeq parameters, int index) {
    return 1e-6;
  }

  @Override
  public int getDim() {
    return trend ? 4 : 2;
  }

  @Override
  public double lbound(int index) {
    return Double.NEGATIVE_INFINITY;
  }

  @Override
  public double ubound(int index) {
    return Double.POSITIVE_INFINITY;
  }

  @Override
  public ParamValidation validate(DataBlock parameters) {
    return ParamValidation.Valid;
  }

  private static double share(double unbounded) {
    return 1 / (1 + Math.exp(-unbounded));
  }

  private static double inverse(double share) {
    return Math.log(share / (1 - share));
  }

  private record Point(EtsSquares function, DoubleSeq parameters, DoubleSeq errors)
      implements ISsqFunctionPoint {
    @Override
    public ISsqFunction getSsqFunction() {
      return function;
    }

    @Override
    public DoubleSeq getE() {
      return errors;
    }

    @Override
    public DoubleSeq getParameters() {
      return parameters;
    }
  }
}
